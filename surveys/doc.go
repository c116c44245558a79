// Package surveys knows what people are asked: surveys and their questions, which question follows which answer,
// responses, and what the responses add up to.
package surveys
