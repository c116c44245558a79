package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/texts"
)

// The OpenFeature Remote Evaluation Protocol: the portal asks what a participant sees. Its answers and its errors are
// those of the protocol. They are written by hand: the portal asks for each page that it shows.
const ofrepPath = "/ofrep/"

func isOFREP(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, ofrepPath) }

// ofrepCodes is the one table from refusals to the protocol's error codes. Any other is GENERAL.
var ofrepCodes = map[string]string{
	"ofrep.parse":     "PARSE_ERROR",
	"ofrep.no_key":    "TARGETING_KEY_MISSING",
	"ofrep.context":   "INVALID_CONTEXT",
	"feature.unknown": "FLAG_NOT_FOUND",
}

// ofrepError is what the protocol answers where there is no value.
type ofrepError struct {
	Key     string `json:"key,omitempty"`
	Code    string `json:"errorCode"`
	Details string `json:"errorDetails"`
}

func answerOFREP(c echo.Context, p texts.Printer, status int, refusal *base.Error) error {
	answer := ofrepError{Key: c.Param("key"), Code: ofrepCodes[refusal.Text.ID], Details: p.Say(refusal.Text)}
	if answer.Code == "" {
		answer.Code = "GENERAL"
	}
	if status == http.StatusUnprocessableEntity {
		status = http.StatusBadRequest
	}
	return c.JSON(status, answer)
}

// evaluateOne reports whether a participant sees a feature.
func (s *Server) evaluateOne(c echo.Context) error {
	ref, err := targetingKey(c.Request().Body)
	if err != nil {
		return err
	}
	e, err := s.Rollouts.Evaluate(c.Request().Context(), c.Param("key"), ref)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, appendEvaluation(make([]byte, 0, 192), e))
}

// evaluateAll returns of every feature whether a participant sees it; nothing where that is what the portal has already.
func (s *Server) evaluateAll(c echo.Context) error {
	ref, err := targetingKey(c.Request().Body)
	if err != nil {
		return err
	}
	all, err := s.Rollouts.EvaluateAll(c.Request().Context(), ref)
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", all.ETag)
	if hasTag(c.Request().Header.Get("If-None-Match"), all.ETag) {
		return c.NoContent(http.StatusNotModified)
	}
	body := append(make([]byte, 0, 64+160*len(all.Items)), `{"flags":[`...)
	for i, e := range all.Items {
		if i > 0 {
			body = append(body, ',')
		}
		body = appendEvaluation(body, e)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, append(body, "]}"...))
}

// appendEvaluation writes an evaluation as JSON. Nothing in it has to be escaped: a key is a slug, the rest are words of
// this program.
func appendEvaluation(b []byte, e rollout.Evaluation) []byte {
	value := "false"
	if e.On {
		value = "true"
	}
	for _, part := range [...]string{
		`{"key":"`, e.Key, `","value":`, value, `,"variant":"`, e.Variant(), `","reason":"`, string(e.Reason),
		`","metadata":{"stage":"`, string(e.Stage), `"}}`,
	} {
		b = append(b, part...)
	}
	return b
}

// targetingKey reads from a request whom it asks about. What else the context says plays no part.
func targetingKey(body io.Reader) (string, error) {
	var asked struct {
		Context struct {
			TargetingKey string `json:"targetingKey"`
		} `json:"context"`
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return "", err // over the limit, or cut off
	}
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(text, &asked); {
	case errors.As(err, &kind) && kind.Field != "":
		return "", base.Refuse(base.Invalid, "ofrep.context")
	case err != nil:
		return "", base.Refuse(base.Invalid, "ofrep.parse")
	case asked.Context.TargetingKey == "":
		return "", base.Refuse(base.Invalid, "ofrep.no_key")
	}
	return asked.Context.TargetingKey, nil
}

// hasTag reports whether an If-None-Match header names an entity tag.
func hasTag(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
