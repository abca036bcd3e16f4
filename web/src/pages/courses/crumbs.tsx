import { Link } from '@tanstack/react-router';
import { messages } from '../../messages';
import { courses as words } from '../../messages/courses';

/** From the projects to the course that is on the screen. */
export function ProjectCrumbs({
  projectId,
  name,
  course,
}: {
  projectId: string;
  name: string | undefined;
  /** on the pages below the list; without an id it is only being made */
  course?: { id?: string; name?: string };
}) {
  return (
    <>
      <Link to="/projects">{messages.projects.projects}</Link>
      <span aria-hidden="true">/</span>
      <Link to="/projects/$projectId" params={{ projectId }}>
        {name ?? '…'}
      </Link>
      {course && (
        <>
          <span aria-hidden="true">/</span>
          <Link to="/projects/$projectId/courses" params={{ projectId }}>
            {words.crumb}
          </Link>
        </>
      )}
      {course?.id && course.name && (
        <>
          <span aria-hidden="true">/</span>
          <Link to="/projects/$projectId/courses/$courseId" params={{ projectId, courseId: course.id }}>
            {course.name}
          </Link>
        </>
      )}
    </>
  );
}
