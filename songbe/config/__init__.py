"""Where the packages are joined: settings, addresses, command line, database, server."""
