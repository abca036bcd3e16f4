export const explorer = {
  title: 'Try the API',
  hint: 'What you send runs as you, on the real data.',
  query: 'Query',
  variables: 'Variables (JSON)',
  answer: 'Answer',
  noAnswer: 'Nothing was asked yet.',
  run: 'Send',
  running: 'Sending…',
  took: (milliseconds: number, id: string | null) =>
    [`${milliseconds} ms`, id && `request ${id}`].filter(Boolean).join(' · '),
  notJson: 'The variables are not JSON.',
  operation: 'Operation',
  history: 'Sent before',
  noHistory: 'What you send is kept here, in this browser.',
  forget: 'Forget all',
  documentation: 'What there is',
  find: 'Find a field or a type',
  queries: 'Queries',
  mutations: 'Mutations',
  subscriptions: 'Subscriptions',
  types: 'Types',
  arguments: 'takes',
  fields: 'has',
  values: 'is one of',
  possible: 'is one of',
  nothing: 'Nothing has this name.',
  back: 'Back to the list',
  use: 'Put it into the query',
  start: `# Ctrl + Enter sends it.
query WhoAmI {
  me {
    name
    roles
  }
}
`,
};
