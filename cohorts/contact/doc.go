// Package contact knows how participants are reached: invitations and the personal links that open them.
package contact
