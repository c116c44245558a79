package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys/board"
	"soundings/surveys/hook"
)

// noticeBody is what programs read in a webhook.
type noticeBody[D any] struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when it happened
	Data      D         `json:"data"`
}

// notices are the types of notices, with what each says.
var notices = []struct {
	kind, summary string
	body          any
}{
	{base.BumpCreated, "A report has made a card of the board; feature is the key of a feature, or a place such as signing-in.", noticeBody[board.CreatedNotice]{}},
	{base.BumpConcern, "A bump may touch somebody's care: open the card.", noticeBody[board.ConcernNotice]{}},
	{base.RolloutHeld, "Something keeps a ramp from its next step; by names what has to be seen to.", noticeBody[rollout.HeldNotice]{}},
	{base.RolloutMoved, "A rollout has another share.", noticeBody[rollout.MovedNotice]{}},
	{base.ResponseMilestone, "At least so many percent of those asked have answered a survey: 25, 50 or 75, each told once, and not before so many have answered that figures about them may be shown.", noticeBody[hook.MilestoneNotice]{}},
}

// webhooks describes what programs are told, by type.
func webhooks() (map[string]*openapi3.PathItem, error) {
	all := map[string]*openapi3.PathItem{}
	for _, n := range notices {
		content, err := contentOf(n.body)
		if err != nil {
			return nil, fmt.Errorf("describing %s: %w", n.kind, err)
		}
		o := openapi3.NewOperation()
		o.Summary = n.summary
		for _, header := range [][2]string{
			{"webhook-id", "the same however often it is sent"}, {"webhook-timestamp", "when it is sent, in seconds since 1970"},
			{"webhook-signature", "as Standard Webhooks says, of each secret that counts"},
		} {
			o.AddParameter(openapi3.NewHeaderParameter(header[0]).WithSchema(openapi3.NewStringSchema()).WithDescription(header[1]))
		}
		o.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(true).WithContent(content)}
		o.Responses = openapi3.NewResponses(openapi3.WithStatus(http.StatusNoContent, &openapi3.ResponseRef{
			Value: openapi3.NewResponse().WithDescription("Any 2xx: it is taken. 410: nothing is sent there any more. Anything else, or no answer in 10 seconds: it is sent again, for two days."),
		}))
		all[n.kind] = &openapi3.PathItem{Post: o}
	}
	return all, nil
}
