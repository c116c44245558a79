package people

import (
	"cmp"
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/auth"
	"soundings/web/page"
)

// ParticipantsCSV sends the participants whom the address asks for, in the columns of an import, and in which ways they want to
// be reached.
func (s *Participants) ParticipantsCSV(c echo.Context) error {
	return s.takeParticipants(c, func() (page.RowWriter, error) { return page.StartCSV(c, "participants.csv"), nil })
}

// ParticipantsSheet sends the same as a spreadsheet. Everything in it is text: a number with zeros before it keeps them.
func (s *Participants) ParticipantsSheet(c echo.Context) error {
	return s.takeParticipants(c, func() (page.RowWriter, error) { return page.StartSheet(c, "participants.xlsx") })
}

// takeParticipants sends the participants whom the address asks for as the file that start begins.
func (s *Participants) takeParticipants(c echo.Context, start func() (page.RowWriter, error)) error {
	ctx := c.Request().Context()
	q, err := askedParticipants(c)
	if err != nil {
		return err
	}
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	return s.Export(c, auth.TookPeople, "", func() (n int, err error) {
		table, err := start()
		if err != nil {
			return 0, err
		}
		if err := table.Write(append(append(cohorts.Columns(), cohorts.ReachColumn), names...)); err != nil {
			return 0, err
		}
		var some []cohorts.Participant
		for p, err := range s.Cohorts.EveryParticipant(ctx, q) {
			if err != nil {
				return n, err
			}
			if some = append(some, p); len(some) == cohorts.MaxChunk {
				if err := s.writeParticipants(ctx, table, names, some); err != nil {
					return n, err
				}
				n, some = n+len(some), some[:0]
			}
		}
		if err := s.writeParticipants(ctx, table, names, some); err != nil {
			return n, err
		}
		return n + len(some), table.Flush()
	})
}

// writeParticipants writes a row for each participant, of at most cohorts.MaxChunk.
func (s *Participants) writeParticipants(ctx context.Context, table page.RowWriter, names []string, some []cohorts.Participant) error {
	refs := make([]string, len(some))
	for i, p := range some {
		refs[i] = p.Ref
	}
	ways, err := s.Contact.Ways(ctx, refs...)
	if err != nil {
		return err
	}
	for _, p := range some {
		var by []string
		for _, way := range ways[p.Ref] {
			by = append(by, string(way))
		}
		row := []string{
			p.Ref, string(p.Group), p.Name, p.Email, p.Phone, p.Language,
			p.Address.Street, p.Address.City, p.Address.Region, p.Address.Postcode, string(p.BestTime), p.Proxy, yesOrNothing(p.Minor), cmp.Or(strings.Join(by, " "), "none"),
		}
		for _, name := range names {
			row = append(row, p.Attributes[name])
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// yesOrNothing returns how a cell says that something is so.
func yesOrNothing(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}
