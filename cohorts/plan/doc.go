// Package plan makes a one-year plan of four quarters from what people want, what it takes and what has to come first,
// says why each feature stands where it stands, and what a change by hand costs. Around it stands what a portal charter
// holds: goals, decisions, a calendar and tasks.
package plan
