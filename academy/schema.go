package academy

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC, doc is JSON. What
// belongs to a course lies with it, what belongs to a learner with her.
var Schema = db.Schema{Name: "academy", Steps: []string{`
CREATE TABLE academy_courses (
	course_id BIGINT NOT NULL,
	slug TEXT NOT NULL,
	state TEXT NOT NULL,
	version BIGINT NOT NULL,
	newest BIGINT NOT NULL,
	PRIMARY KEY (slug)
) /*clustered*/;
CREATE INDEX academy_courses_id ON academy_courses (course_id);
CREATE TABLE academy_editions (
	course_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	kept BIGINT NOT NULL,
	by_whom TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (course_id, version)
) /*wide*/;
CREATE TABLE academy_lessons (
	course_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	lesson TEXT NOT NULL,
	lang TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (course_id, version, lesson, lang)
) /*wide*/;
CREATE TABLE academy_quizzes (
	course_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	lesson TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (course_id, version, lesson)
) /*wide*/;
CREATE TABLE academy_files (
	course_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	path TEXT NOT NULL,
	file TEXT NOT NULL,
	size BIGINT NOT NULL,
	PRIMARY KEY (course_id, version, path)
) /*clustered*/;
CREATE TABLE academy_learners (
	person_id BIGINT NOT NULL,
	course_id BIGINT NOT NULL,
	version BIGINT NOT NULL,
	state TEXT NOT NULL,
	began BIGINT NOT NULL,
	seen BIGINT NOT NULL,
	finished BIGINT NOT NULL,
	PRIMARY KEY (person_id, course_id)
) /*clustered*/;
CREATE INDEX academy_learners_course ON academy_learners (course_id, state);
CREATE TABLE academy_steps (
	person_id BIGINT NOT NULL,
	course_id BIGINT NOT NULL,
	lesson TEXT NOT NULL,
	part TEXT NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (person_id, course_id, lesson, part)
) /*clustered*/;
`, `-- answers
CREATE TABLE academy_answers (
	person_id BIGINT NOT NULL,
	course_id BIGINT NOT NULL,
	lesson TEXT NOT NULL,
	device TEXT NOT NULL,
	number BIGINT NOT NULL,
	at BIGINT NOT NULL,
	passed BIGINT NOT NULL,
	right_ones BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (person_id, course_id, lesson, device, number)
) /*wide*/;
`, `-- evidence
CREATE TABLE academy_evidence (
	person_id BIGINT NOT NULL,
	course_id BIGINT NOT NULL,
	lesson TEXT NOT NULL,
	part TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (person_id, course_id, lesson, part)
) /*clustered*/;
`, `-- part figures
CREATE TABLE academy_people (
	person_id BIGINT NOT NULL,
	country TEXT NOT NULL,
	region TEXT NOT NULL,
	gender TEXT NOT NULL,
	born BIGINT NOT NULL,
	alike BIGINT NOT NULL,
	PRIMARY KEY (person_id)
) /*clustered*/;
ALTER TABLE academy_learners ADD COLUMN opened BIGINT NOT NULL DEFAULT 0;
ALTER TABLE academy_learners ADD COLUMN sold BIGINT NOT NULL DEFAULT 0;
`, `-- people: cohorts
CREATE TABLE academy_cohorts (
	course_id BIGINT NOT NULL,
	cohort_id BIGINT NOT NULL,
	code TEXT NOT NULL,
	classes BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (course_id, cohort_id)
) /*clustered*/;
CREATE TABLE academy_codes (
	code TEXT NOT NULL,
	course_id BIGINT NOT NULL,
	cohort_id BIGINT NOT NULL,
	PRIMARY KEY (code)
) /*clustered*/;
CREATE TABLE academy_classes (
	course_id BIGINT NOT NULL,
	cohort_id BIGINT NOT NULL,
	event_id BIGINT NOT NULL,
	PRIMARY KEY (course_id, cohort_id, event_id)
) /*clustered*/;
CREATE INDEX academy_classes_event ON academy_classes (event_id);
CREATE TABLE academy_mentors (
	person_id BIGINT NOT NULL,
	course_id BIGINT NOT NULL,
	cohort_id BIGINT NOT NULL,
	PRIMARY KEY (person_id, course_id, cohort_id)
) /*clustered*/;
CREATE INDEX academy_mentors_cohort ON academy_mentors (course_id, cohort_id);
ALTER TABLE academy_learners ADD COLUMN cohort_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX academy_learners_cohort ON academy_learners (cohort_id, person_id) WHERE cohort_id > 0;
`, `-- part offline
CREATE TABLE academy_parked (
	person_id BIGINT NOT NULL,
	course_id BIGINT NOT NULL,
	device TEXT NOT NULL,
	number BIGINT NOT NULL,
	kind TEXT NOT NULL,
	lesson TEXT NOT NULL,
	digest TEXT NOT NULL,
	at BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (person_id, course_id, device, number, kind, lesson, digest)
) /*wide*/;
`, `-- part editor
CREATE TABLE academy_arrivals (
	person_id BIGINT NOT NULL,
	arrival_id BIGINT NOT NULL,
	at BIGINT NOT NULL,
	file TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (person_id, arrival_id)
) /*wide*/;
`}}
