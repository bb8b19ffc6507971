"""Plain values every package shares: periods, working time, Vietnamese text, numbers, codes, digests, errors."""
