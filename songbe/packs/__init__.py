"""Reading what a province declares: tables and documents, with every fault named by file and line."""
