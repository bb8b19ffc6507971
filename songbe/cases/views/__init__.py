"""Cases over HTTP: the citizens' side under /dvc/, the officials' desk under /desk/."""
