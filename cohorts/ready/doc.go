// Package ready knows what must be in place before people see a feature, and what helps them then.
//
// A Help is what the help page says of a feature, or of getting in: questions with their answers, films, known limits. A
// Workflow is how a clinic works with a feature: numbered steps, each of a department and a role, in Workflows that are
// published one after the other; each department reads a version behind a link of its own and says so. The team requires
// of a feature what it must have before its rollouts move: Missing says, a sentence each, what of that is not there yet.
package ready
