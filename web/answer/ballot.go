package answer

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/page"
)

// ballotCookie holds the random token by which a browser that came by a code votes once.
const ballotCookie = "soundings_ballot"

// ShowPoll shows the poll behind an open code.
func (s *Pages) ShowPoll(c echo.Context) error {
	return s.showBallot(c, s.voter(c, contact.Invitation{}))
}

// AnswerPoll takes a ballot that comes by an open code.
func (s *Pages) AnswerPoll(c echo.Context) error {
	return s.answerBallot(c, s.voter(c, contact.Invitation{}))
}

// voter returns who comes by an invitation, or else by the code in the address. Whoever may share a link or a code with
// others gets a token for their browser when they open it.
func (s *Pages) voter(c echo.Context, i contact.Invitation) polls.Voter {
	v := polls.Voter{Invitation: i, Code: c.Param("code")}
	if i.ID != "" && i.Group != cohorts.Practice {
		return v
	}
	if cookie, err := c.Cookie(ballotCookie); err == nil && len(cookie.Value) <= 64 {
		v.Browser = cookie.Value
	}
	if v.Browser == "" && c.Request().Method == http.MethodGet {
		v.Browser = base.NewID(s.Rand)
		c.SetCookie(&http.Cookie{
			Name: ballotCookie, Value: v.Browser, Path: "/", MaxAge: int(page.SwitchLife.Seconds()),
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.HTTPS(),
		})
	}
	return v
}

func (s *Pages) showBallot(c echo.Context, v polls.Voter) error {
	sheet, err := s.Polls.Open(c.Request().Context(), v)
	switch {
	case err != nil:
		return s.noBallot(c, err)
	case c.QueryParam("sent") != "" && (sheet.Voted || sheet.Status == polls.Already):
		return s.voted(c, v, sheet.Poll)
	default:
		return s.showPaper(c, v, sheet, http.StatusOK)
	}
}

// noBallot says that a code is none, or returns another fault.
func (s *Pages) noBallot(c echo.Context, err error) error {
	if base.IsCode(err, base.NotFound) {
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "unknown_code", Back: "/"})
	}
	return err
}

// answerBallot keeps a ballot, or shows it again: with a feature more or less in the order, or with what is wrong.
func (s *Pages) answerBallot(c echo.Context, v polls.Voter) error {
	ctx := c.Request().Context()
	form, err := c.FormParams()
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	submit := form.Get("_action") == "submit"
	if v.Invitation.ID == "" {
		p, err := s.Polls.ByCode(ctx, v.Code) // only codes that there are take room in the turnstile's memory
		if err != nil {
			return s.noBallot(c, err)
		}
		if submit && v.Browser != "" && !s.letPass(c, p) {
			return s.message(c, "", http.StatusTooManyRequests, page.MessagePage{Kind: "poll_busy"})
		}
	}
	if v.Browser == "" && (v.Invitation.ID == "" || v.Invitation.Group == cohorts.Practice) {
		return s.message(c, v.Invitation.Language, http.StatusUnprocessableEntity, page.MessagePage{Kind: "no_cookie", Back: c.Request().URL.Path})
	}
	if !submit {
		sheet, err := s.Polls.Preview(ctx, v, polls.Values(form), form.Get("_add"), form.Get("_remove"))
		if err != nil {
			return err
		}
		return s.showPaper(c, v, sheet, http.StatusOK)
	}
	sheet, err := s.Polls.Cast(ctx, v, polls.Values(form))
	switch {
	case err != nil:
		return err
	case sheet.Status == polls.Done:
		return c.Redirect(http.StatusSeeOther, c.Request().URL.Path+"?sent=1")
	default:
		return s.showPaper(c, v, sheet, http.StatusUnprocessableEntity)
	}
}

// letPass slows down who sends very many ballots by one code from one address; false: this one has to wait.
func (s *Pages) letPass(c echo.Context, p polls.Poll) bool {
	wait := s.Turnstile.pass(s.Now(), p.ID+" "+auth.Network(c.RealIP()))
	if wait > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
	return wait <= 0
}

// pollOutcomes says how each status that is no ballot is shown.
var pollOutcomes = map[polls.Status]struct {
	kind   string
	status int
}{
	polls.NotYet:    {"poll_not_yet", http.StatusNotFound},
	polls.IsClosed:  {"poll_closed", http.StatusGone},
	polls.IsExpired: {"expired", http.StatusGone},
	polls.NotAsked:  {"poll_not_asked", http.StatusGone},
}

// showPaper shows a ballot, or why there is none.
func (s *Pages) showPaper(c echo.Context, v polls.Voter, sheet polls.Sheet, status int) error {
	if outcome, ok := pollOutcomes[sheet.Status]; ok {
		return s.message(c, v.Invitation.Language, outcome.status, page.MessagePage{Kind: outcome.kind})
	}
	if sheet.Status == polls.Already {
		return s.already(c, v, sheet.Poll)
	}
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	frame.Form = page.Form{Values: url.Values(sheet.Typed), Problems: page.SayFields(frame.Printer, sheet.Errors)}
	return s.Render(c, status, ballotForm{frame, sheet, v}.view())
}

func (s *Pages) voted(c echo.Context, v polls.Voter, p polls.Poll) error {
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	view := VotedPage{Page: frame, Poll: p.Title.In(frame.Lang()), Secret: p.Secret}
	if !p.Secret {
		view.Change = frame.Path
	}
	return s.Render(c, http.StatusOK, view)
}

// already says that the right to vote in a secret poll was used before: to who sends another ballot, that it was not kept.
// A browser may be shared, and a link too; so nobody is thanked for what may be somebody else's answer.
func (s *Pages) already(c echo.Context, v polls.Voter, p polls.Poll) error {
	frame, err := s.Page(c, v.Invitation.Language)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if c.Request().Method == http.MethodPost {
		status = http.StatusConflict
	}
	return s.Render(c, status, AlreadyPage{Page: frame, Poll: p.Title.In(frame.Lang()), ByCode: v.Invitation.ID == ""})
}
