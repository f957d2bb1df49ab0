"""What the law says of one-stop dossiers, as pure values and functions: no database, no HTTP."""
