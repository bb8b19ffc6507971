"""Pure rules of intake: headers, cells, words, and the sentences that say what is wrong."""
