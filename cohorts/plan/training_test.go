package plan_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
)

// The first training for a feature was held once the day of one is over.
func TestFirstTraining(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := func(d int) time.Time { return time.Date(2027, 3, d, 0, 0, 0, 0, time.UTC) }
		for _, now := range []struct {
			about, feature, session string
			on                      time.Time
			want                    string
		}{
			{"none", "", "", time.Time{}, "0001-01-01 false"},
			{"of another feature", "mail", "first", day(-3), "0001-01-01 false"},
			{"a refresher", "labs", "refresher", day(-3), "0001-01-01 false"},
			{"planned", "labs", "first", day(9), "2027-03-09 false"},
			{"planned earlier", "labs", "first", day(4), "2027-03-04 false"},
			{"today", "labs", "first", day(1), "2027-03-01 false"},
			{"yesterday", "labs", "first", day(0), "2027-02-28 true"},
		} {
			if now.feature != "" {
				must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Training, Title: "At the desk", Feature: now.feature, Session: now.session, Date: now.on}))
			}
			day, held, err := service.FirstTraining(c.ctx, "labs")
			expect.Equal(t, now.about, fmt.Sprint(day.Format(time.DateOnly), " ", held), now.want)
			expect.Equal(t, now.about, err, nil)
		}
	})
}
