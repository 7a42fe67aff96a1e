"""Plan data: what a plan prints, with places. Reads and models; judges nothing."""
