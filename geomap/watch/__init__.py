"""Pages followed as they change: read again and again (`watcher`, `state`), and their maps shown on this computer (`server`)."""
