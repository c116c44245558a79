package clinic

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
)

// teamRow is one member of the portal team. Post takes field "role", and _action save, link (a new set-up link), end
// (sign out everywhere) or remove.
type teamRow struct {
	Name  string
	Email string
	Roles []page.Option
	Role  string
	Since string
	Self  bool // nobody removes themself
	Post  string
}

func (s *Settings) teamRows(ctx context.Context, frame page.Page) ([]teamRow, error) {
	all, err := s.Auth.AllStaff(ctx)
	if err != nil {
		return nil, err
	}
	self := auth.WhoFrom(ctx).Staff.ID
	rows := make([]teamRow, len(all))
	for i, m := range all {
		rows[i] = teamRow{
			Name: m.Name, Email: m.Email, Role: frame.T("role." + string(m.Role)), Roles: roleOptions(frame, auth.StaffRoles(), m.Role),
			Since: frame.Day(m.Created), Self: m.ID == self, Post: "/settings/staff/" + m.ID,
		}
		if m.Name == "" {
			rows[i].Name = frame.T("settings.not_set_up")
		}
	}
	return rows, nil
}

// AddStaff adds somebody to the team and shows, this once, the link by which they set themself up.
func (s *Settings) AddStaff(c echo.Context) error {
	_, token, err := s.Auth.AddStaff(c.Request().Context(), "", c.FormValue("email"), auth.Role(c.FormValue("role")))
	if err != nil {
		return s.Again(c, "/settings", err, s.settingsPage)
	}
	return s.showOnce(c, func(v *SettingsPage) { v.NewLink = s.setUpLink(token) })
}

func (s *Settings) setUpLink(token string) string { return s.BaseURL + "/setup?token=" + token }

// showOnce sends the settings with a secret that is kept nowhere, so that it cannot lead on to a page that shows it.
func (s *Settings) showOnce(c echo.Context, secret func(*SettingsPage)) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Path = "/settings"
	v, err := s.settings(c, frame)
	if err != nil {
		return err
	}
	secret(&v)
	return s.Render(c, http.StatusOK, v)
}

// ChangeStaff gives somebody of the team another role or a new set-up link, signs them out everywhere, or removes them. Nobody does it to themself.
func (s *Settings) ChangeStaff(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if id == auth.WhoFrom(ctx).Staff.ID {
		return base.Refuse(base.Conflict, "staff.self")
	}
	switch c.FormValue("_action") {
	case "link":
		token, err := s.Auth.StaffLink(ctx, id)
		if err != nil {
			return err
		}
		return s.showOnce(c, func(v *SettingsPage) { v.NewLink = s.setUpLink(token) })
	case "end":
		ended, err := s.Auth.EndSessions(ctx, id, c.RealIP())
		if err != nil {
			return err
		}
		return s.Done(c, "/settings", "flash.sessions_ended", ended)
	case "remove":
		if err := s.Auth.RemoveStaff(ctx, id); err != nil {
			return err
		}
		return s.Done(c, "/settings", "flash.staff_removed")
	default:
		if _, err := s.Auth.ChangeRole(ctx, id, auth.Role(c.FormValue("role"))); err != nil {
			return err
		}
		return s.Done(c, "/settings", "flash.role_saved")
	}
}
