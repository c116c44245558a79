package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/texts"
)

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
