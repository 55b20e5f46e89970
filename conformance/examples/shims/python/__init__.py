"""Put on the path of an interpreter that runs an example."""
