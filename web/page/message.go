package page

// errorPage says to a signed-in member what went wrong. Kind chooses the texts message.KIND.title and message.KIND.text,
// unless Text is the sentence.
type errorPage struct {
	Page
	Kind string // not_found, forbidden, conflict, busy, too_large, fault
	Text string
	Back string
	Then Link // what to do about it; empty: nothing that a page could
}

// Template returns the name of the page's template.
func (errorPage) Template() string { return "page/error" }

// MessagePage is a short friendly page, mostly about a link. Kind chooses the texts message.KIND.title and
// message.KIND.text.
type MessagePage struct {
	Page
	Kind  string        // answered, closed, expired, left, over, removed, unknown, saved, not_asked, full, elsewhere, not_found, forbidden, busy, too_large, fault
	Date  string        // answered, closed, expired: when; saved: until when; may be empty
	Code  string        // saved: the code to come back with
	Typed []TypedAnswer // what came too late to be kept
	Sent  []TypedField  // the same, as it was sent
	Back  string        // saved: the link to come back by; unknown, not_found: "/"; empty: none
}

// Template returns the name of the page's template.
func (MessagePage) Template() string { return "answer/message" }

// Keeps keeps what came too late when the reader switches.
func (p MessagePage) Keeps() string {
	if len(p.Typed) == 0 {
		return ""
	}
	return "check"
}

// TypedAnswer is what somebody typed as the answer to a question.
type TypedAnswer struct{ Question, Answer string }
