package base

import (
	"testing"
	"time"
)

func TestNoticeIDs(t *testing.T) {
	at := time.Unix(0, 0)
	for _, test := range []struct {
		got  Notice
		want string
	}{
		{NewNotice(BumpCreated, at, nil, "B-17"), "bump-created_B-17"},
		{NewNotice(RolloutHeld, at, nil, "labs", "spring", "4"), "rollout-held_labs_spring_4"},
		{NewNotice(ResponseMilestone, at, nil, "v1.2/x"), "response-milestone_v1-2_x"},
	} {
		if test.got.ID != test.want {
			t.Errorf("%s, not %s", test.got.ID, test.want)
		}
	}
}
