"""Files: uploading, listing, filtering, reading, deleting."""
