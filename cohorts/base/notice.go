package base

import (
	"strings"
	"time"
)

// The types of notices.
const (
	BumpCreated       = "bump.created"       // a report has made a card
	BumpConcern       = "bump.concern"       // a bump may touch somebody's care
	RolloutHeld       = "rollout.held"       // something that is missing or broken keeps a ramp from its next step
	RolloutMoved      = "rollout.moved"      // a rollout has another share
	ResponseMilestone = "response.milestone" // so much of those who were asked have answered
	WebhookTest       = "webhook.test"       // nothing has happened: the team tries whether a webhook works
)

// NoticeTypes returns the types that programs outside may ask for.
func NoticeTypes() []string {
	return []string{BumpCreated, BumpConcern, RolloutHeld, RolloutMoved, ResponseMilestone}
}

// Notice is something that has happened, of which programs outside may want to hear. It is kept in the same write as what
// happened. It names things by their ids, and no person and nobody's words.
type Notice struct {
	ID   string // made of what happened: the same however often it is told
	Type string
	At   time.Time
	Data any // as it goes into JSON
}

// NewNotice returns a notice of something that its type and these ids tell from everything else.
func NewNotice(kind string, at time.Time, data any, ids ...string) Notice {
	return Notice{ID: noticeIDs.Replace(strings.Join(append([]string{kind}, ids...), "_")), Type: kind, At: at, Data: data}
}

// noticeIDs takes dots out of ids: what is signed has one behind the id.
var noticeIDs = strings.NewReplacer(".", "-", "/", "_")
