"""Reading what an answer needs: what questions are read with, and what they come to."""
