package learn

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/metrics/intake"
	"soundings/web/auth"
)

// untold are the reasons why an event does not count that a portal's key cannot tell apart: the vendor would learn by them who is
// known to the clinic and has not agreed to the beta.
var untold = map[string]bool{"event.unknown_ref": true, "event.not_agreed": true, "event_file.unknown_mail": true}

// tellsApart reports whether whoever asks may know who is unknown and who has not agreed.
func tellsApart(ctx context.Context) bool { return auth.WhoFrom(ctx).Role != auth.Portal }

// why returns why an event does not count, as whoever asks may know it.
func why(ctx context.Context, text base.Text) base.Text {
	if untold[text.ID] && !tellsApart(ctx) {
		return base.T("event.not_counted")
	}
	return text
}

// reported returns what came of a file, as whoever asks may know it.
func reported(ctx context.Context, r intake.FileReport, listed []upload.RowError) (intake.FileReport, []upload.RowError) {
	if tellsApart(ctx) {
		return r, listed
	}
	r.Unknown, r.Refused = r.Unknown+r.Refused, 0
	told := make([]upload.RowError, len(listed))
	for i, row := range listed {
		row.Text = why(ctx, row.Text)
		told[i] = row
	}
	return r, told
}
