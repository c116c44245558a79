package people

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// ParticipantsCSV sends the participants whom the address asks for, in the columns of an import.
func (s *Participants) ParticipantsCSV(c echo.Context) error {
	ctx := c.Request().Context()
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	table := page.StartCSV(c, "participants.csv")
	if err := table.Write(append(cohorts.Columns(), names...)); err != nil {
		return err
	}
	for p, err := range s.Cohorts.EveryParticipant(ctx, askedParticipants(c)) {
		if err != nil {
			return page.CutShort(c, err)
		}
		row := []string{p.Ref, string(p.Group), p.Name, p.Email, p.Phone, p.Language, p.Proxy, yesOrNothing(p.Minor)}
		for _, name := range names {
			row = append(row, p.Attributes[name])
		}
		if err := table.Write(row); err != nil {
			return page.CutShort(c, err)
		}
	}
	return table.Flush()
}

// yesOrNothing returns how a cell says that something is so.
func yesOrNothing(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}
