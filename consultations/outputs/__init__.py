"""What is printed of a round: report, answer table, statistics, open data, and the workbook for those inside."""
