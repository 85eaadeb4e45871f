"""What is kept of offers on disk and in memory, written and followed after each commit."""
