package cohorts_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
)

// What may be meant in a file stands beside what is wrong, and stops nothing; refs of one file that differ by case alone do.
func TestImportsNotice(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.load("ref,group,email\nP-1,patient,ana@example.org\nPat-2,patient,bo@example.org\n", false)
		for _, test := range []struct{ about, rows, want string }{
			{"another's mail", "X-1,patient,Ana@example.org,\n", "2 email import.mail_shared"},
			{"one's own mail", "P-1,patient,ana@example.org,\n", ""},
			{"a mail twice in the file", "X-1,patient,x@example.org,\nX-2,patient,X@example.org,\n", "3 email import.mail_in_line"},
			{"no way to reach", "X-1,patient,,\n", "2 email import.no_way"},
			{"a telephone is a way", "X-1,patient,,615-555-0134\n", ""},
			{"a mail that is kept is a way", "P-1,patient,,\n", ""},
			{"a ref beside an old one", "p-1,patient,p@example.org,\n", "2 ref import.ref_near"},
			{"a ref beside an old one of small letters", "PAT-2,patient,p@example.org,\n", "2 ref import.ref_near"},
			{"a ref beside an old one of any letters", "pAT-2,patient,p@example.org,\n", "2 ref import.ref_near"},
			{"an old ref", "P-1,patient,ana@example.org,\n", ""},
			{"refs that differ by case", "x-1,patient,x@example.org,\nX-1,patient,y@example.org,\n", "error: 3 ref import.ref_case"},
			{"refs that differ by case of one letter", "xA-1,patient,x@example.org,\nXa-1,patient,y@example.org,\n", "error: 3 ref import.ref_case"},
			{"a ref twice", "x-1,patient,x@example.org,\nx-1,patient,y@example.org,\n", "error: 3 ref import.duplicate"},
		} {
			report := c.load("ref,group,email,phone\n"+test.rows, true)
			var said []string
			for _, e := range report.Errors {
				said = append(said, fmt.Sprintf("error: %d %s %s", e.Line, e.Column, e.Text.ID))
			}
			for _, e := range report.Notices {
				if len(report.Errors) == 0 {
					said = append(said, fmt.Sprintf("%d %s %s", e.Line, e.Column, e.Text.ID))
				}
			}
			expect.Equal(t, test.about, strings.Join(said, ", "), test.want)
		}
	})
}

// A word of a file that is no group is asked about once for the file.
func TestUnknownWords(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		file := "ref,group,language\nA,Socio,es\nB,socio,es\nC,patient,Both\nD,Amigo,es\nE,SOCIO,Both\n"
		jobs := c.Cohorts.Imports()
		job, _, err := jobs.Upload(c.ctx, "people.csv", strings.NewReader(file))
		expect.Equal(t, "uploaded", err, nil)
		words := must(cohorts.UnknownWords(c.ctx, jobs, job))
		expect.Equal(t, "asked", fmt.Sprint(words), "[{group Socio} {language Both} {group Amigo}]")
		job = must(jobs.Check(c.ctx, job.ID, cohorts.Reading{Values: map[string]string{
			cohorts.ValueKey("group", "Socio"): "patient", cohorts.ValueKey("group", "Amigo"): "staff", cohorts.ValueKey("language", "Both"): "es",
		}}))
		expect.Equal(t, "said", outcome(job.Report), "5: 5 0 0")
		expect.Equal(t, "asked no more", len(must(cohorts.UnknownWords(c.ctx, jobs, job))), 0)
		job = must(jobs.Confirm(c.ctx, job.ID))
		expect.Equal(t, "kept", fmt.Sprint(must(c.Cohorts.Participant(c.ctx, "E")).Group, must(c.Cohorts.Participant(c.ctx, "D")).Group), "patientstaff")
		next, _, err := jobs.Upload(c.ctx, "people.csv", strings.NewReader("ref,group,language\nF,socio,both\n"))
		expect.Equal(t, "the next file", fmt.Sprint(outcome(next.Report), err), "1: 1 0 0<nil>")
	})
}

// The check of a file counts how its people can be reached.
func TestReachOfAFile(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		report := must(c.Cohorts.Import(c.ctx, strings.NewReader("ref,group,email,phone,street,city\n"+
			"a,patient,a@example.org,615-555-0134,12 Oak Street,Denver\nb,patient,,615-555-0135,,\nc,patient,,,12 Oak Street,Denver\n"+
			"d,patient,,,,\ne,patient,,,12 Oak Street,\n"), true))
		expect.Equal(t, "reach", report.Reach, cohorts.Reach{Mail: 1, Phone: 2, Letter: 2, None: 2})
		expect.Equal(t, "who is pointed out", len(report.Notices), 2)
	})
}
