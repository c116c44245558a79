package demo

import "strings"

// First names as people of an age have them, and surnames. In lists rather than one each, so that 2,000 people do not
// sound alike.
const (
	youngEnglish = "Ashley Tyler Brianna Kyle Megan Jordan Kayla Austin Taylor Cody Hannah Logan Emily Zachary Alyssa Dylan " +
		"Rachel Ethan Courtney Caleb Samantha Connor Haley Mason Abigail Garrett Olivia Trevor Chloe Devin"
	middleEnglish = "Jennifer Michael Amy Brian Melissa Scott Heather Jason Kimberly Eric Angela Jeffrey Stephanie Todd " +
		"Michelle Kevin Tracy Craig Lisa Gregory Dawn Keith Tammy Derek Wendy Chad Tonya Marcus Denise Darren"
	oldEnglish = "Dorothy Walter Carol Harold Shirley Gerald Judith Donald Marilyn Raymond Joyce Kenneth Beverly Norman " +
		"Barbara Leonard Patricia Roger Nancy Eugene Phyllis Clarence Marjorie Vernon Lois Stanley Eleanor Howard Ruth Earl"
	youngSpanish = "Daniela Kevin Valeria Jonathan Camila Brayan Ximena Diego Mariana Ángel Fernanda Iván Andrea Cristian " +
		"Paola Alexis Karina Emiliano Lucía Sebastián Itzel Mateo Noemí Adrián Jazmín Rubén"
	middleSpanish = "Claudia Javier Verónica Óscar Maricela Sergio Leticia Raúl Adriana Hugo Silvia Gerardo Norma Martín " +
		"Beatriz Ernesto Araceli Rodrigo Yolanda Fabián Elena Armando Mónica Héctor Rocío Gustavo"
	oldSpanish = "Guadalupe Ramón Esperanza Ignacio Socorro Alfonso Consuelo Guillermo Amparo Eusebio Dolores Rafael " +
		"Graciela Felipe Mercedes Arturo Ofelia Salvador Josefina Leopoldo Rosario Vicente Hortensia Joaquín"
	surnamesEnglish = "Anderson Bailey Baker Barnes Bennett Bishop Boyd Bradley Brooks Burke Butler Caldwell Campbell " +
		"Carlson Carpenter Chandler Clarke Coleman Collins Conway Cooper Crawford Curtis Daley Dawson Dixon Doyle Drake " +
		"Duncan Elliott Emerson Farrell Ferguson Fisher Fletcher Foley Foster Fowler Gallagher Gardner Gibbs Goodwin Graves " +
		"Griffin Hale Harmon Harper Hayes Henley Hobbs Holloway Hughes Jensen Keane Kendall Lambert Larson Lawson Lowell " +
		"Marsh McKay Mercer Meyer Moody Morrow Nash Norris Nygaard O'Brien Osborne Page Parrish Pearson Porter Quinn Ramsey " +
		"Reeves Rhodes Rowe Sawyer Schroeder Shelton Sloan Stark Sutton Tanner Thornton Tucker Vance Wagner Walsh Weaver " +
		"Webb Whitaker Wilder Winslow Yates Young"
	surnamesSpanish = "Aguilar Álvarez Arroyo Ávila Barrera Benítez Bravo Cabrera Camacho Campos Cárdenas Castillo Cervantes " +
		"Chávez Contreras Cortés Cruz Delgado Díaz Domínguez Espinoza Estrada Figueroa Flores Fuentes García Gómez González " +
		"Guerrero Gutiérrez Hernández Herrera Ibarra Jiménez Juárez Lara León López Lozano Luna Maldonado Martínez Medina " +
		"Mejía Mendoza Molina Montes Morales Muñoz Navarro Núñez Ochoa Orozco Ortega Padilla Peña Pineda Quintero Ramírez " +
		"Rangel Reyes Ríos Rivera Robles Rojas Romero Rosales Salazar Salinas Sandoval Serrano Solís Soto Suárez Trejo " +
		"Valdez Vargas Vega Velasco Villanueva Zamora Zúñiga"
	practiceNames = "Lakeside Pediatrics, Stonebridge Cardiology, Fairview Women's Health, Pine Hill Dental, Harborview Eye " +
		"Care, Millbrook Physical Therapy, Eastgate Dermatology, Willow Lane Counseling, Summit Orthopedics, Clearwater " +
		"Urology, Maple Grove Family Practice, Ridgeway Internal Medicine, Old Mill Pharmacy, Bayside Imaging, Greenfield " +
		"Home Care, Tidewater Kidney Center, Orchard Street Midwives, Cobblestone Podiatry, Two Rivers Oncology, Westbrook " +
		"Allergy, Hillcrest Rehabilitation, Union Square Urgent Care"
)

// names are the names there are, and how often each mail address was wanted.
type names struct {
	first     map[bool][ages][]string // by whether Spanish
	last      map[bool][]string
	practices []string
	taken     map[string]int
}

func newNames() *names {
	byAge := func(young, middle, old string) [ages][]string {
		y, m, o := strings.Fields(young), strings.Fields(middle), strings.Fields(old)
		return [ages][]string{y, m, m, o, o}
	}
	return &names{
		first: map[bool][ages][]string{
			false: byAge(youngEnglish, middleEnglish, oldEnglish), true: byAge(youngSpanish, middleSpanish, oldSpanish),
		},
		last:      map[bool][]string{false: strings.Fields(surnamesEnglish), true: strings.Fields(surnamesSpanish)},
		practices: strings.Split(practiceNames, ", "),
		taken:     map[string]int{},
	}
}

// pick returns a name for somebody of an age. Many who speak Spanish have two surnames, and some who speak English one
// that is Spanish.
func (n *names) pick(r chance, spanish bool, a age) (first, last string) {
	first = one(r, n.first[spanish][a])
	last = one(r, n.last[spanish || r.happens(0.08)])
	if second := one(r, n.last[true]); spanish && second != last && r.happens(0.55) {
		last += " " + second
	}
	return first, last
}
