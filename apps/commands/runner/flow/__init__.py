"""How a run goes through its graph: `plans` knows the documents, `rows` makes rows, `settling` says what follows an
end, `dispatch` what may begin, `names` what a task may refer to."""
