"""How a simulated year comes out of its assumptions: exact shares, dates, levels; nothing here touches a database."""
