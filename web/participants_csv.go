package web

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

// participantsCSV sends the participants that the address asks for, in the columns of an import.
func (s *Server) participantsCSV(c echo.Context) error {
	ctx := c.Request().Context()
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	table := startCSV(c, "participants.csv")
	if err := table.write(append(cohorts.Columns(), names...)); err != nil {
		return err
	}
	err = s.Cohorts.EveryParticipant(ctx, askedParticipants(c), func(p cohorts.Participant) error {
		row := []string{p.Ref, string(p.Group), p.Name, p.Email, p.Phone, p.Language, p.Proxy, yesOrNothing(p.Minor)}
		for _, name := range names {
			row = append(row, p.Attributes[name])
		}
		return table.write(row)
	})
	if err != nil {
		return cutShort(c, err)
	}
	return table.flush()
}

func yesOrNothing(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}
