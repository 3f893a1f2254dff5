"""The panel of the queue and its dialogs."""
