package contact

import (
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
)

// Record is what is kept of the messages that one person got, by which their budget is guarded: each message replaces it at its
// version.
type Record struct {
	Ref     string
	Got     []time.Time // messages of the last week, oldest first
	Failing string      // the mail address that does not work; another one that the person gets since may
	Away    string      // likewise the postal address from which a letter came back
	Wrong   string      // likewise the telephone number
	Noted   Way         // of which way it is noted now that it does not work; not kept: it leaves a record in the audit
	Version int64
}

// fails returns the record with an address by one way that does not work.
func (r Record) fails(by Way, address string) Record {
	r.Noted = by
	switch by {
	case ByMail:
		r.Failing = address
	case ByLetter:
		r.Away = address
	default:
		r.Wrong = address
	}
	return r
}

// week is the time in which the messages of a budget count.
const week = 7 * 24 * time.Hour

// Free returns when the person may get one more message, of at most so many a week: now, or later.
func (r Record) Free(now time.Time, most int) time.Time {
	got := r.recent(now)
	if len(got) < most {
		return now
	}
	return got[len(got)-most].Add(week)
}

// recent returns the messages that still count.
func (r Record) recent(now time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(r.Got), func(at time.Time) bool { return !at.Add(week).After(now) })
}

// charge returns the record with one more message.
func (r Record) charge(now time.Time) Record {
	r.Got = append(r.recent(now), now)
	slices.SortFunc(r.Got, time.Time.Compare) // one of them may count a little later than it was sent
	return r
}

// refund returns the record without a message of that time.
func (r Record) refund(at time.Time) Record {
	if n := slices.IndexFunc(r.Got, at.Equal); n >= 0 {
		r.Got = slices.Delete(slices.Clone(r.Got), n, n+1)
	}
	return r
}

// Mails reports whether the person has a mail address that works.
func (r Record) Mails(p cohorts.Participant) bool {
	return p.Email != "" && !strings.EqualFold(p.Email, r.Failing)
}

// Letters reports whether the person has a postal address that works.
func (r Record) Letters(p cohorts.Participant) bool {
	return p.Address.Complete() && written(p.Address) != r.Away
}

// Calls reports whether the person has a telephone number that works.
func (r Record) Calls(p cohorts.Participant) bool {
	return p.Phone != "" && p.Phone != r.Wrong
}

// written returns an address as one text.
func written(a cohorts.Address) string { return strings.Join(a.Lines(), "\n") }
