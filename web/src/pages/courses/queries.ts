import { graphql, type ResultOf } from '../../api/graphql';

const versionFields = graphql(`
  fragment CourseVersionFields on CourseVersion {
    version
    description
    stages
    guidelineVersion
    rules {
      passScore
      passMark
      examItems
      attempts
      retryHours
      mostAttempts
      timeLimitMinutes
      validDays
      skillId
      skillLevel
      tells
    }
    items {
      kind
      ordinal
      data
      mediaId
      labels
      explanation
      batchId
      externalKey
    }
  }
`);
export type CourseVersion = ResultOf<typeof versionFields>;
export type CourseItem = NonNullable<CourseVersion['items']>[number];

export const coursesQuery = graphql(`
  query Courses($projectId: ID!) {
    project(id: $projectId) {
      id
      name
    }
    courses(projectId: $projectId, first: 100) {
      nodes {
        id
        name
        state
        published {
          version
          stages
        }
        draft {
          version
          stages
        }
      }
    }
  }
`);
export type CourseRow = ResultOf<typeof coursesQuery>['courses']['nodes'][number];

export const courseQuery = graphql(
  `
    query Course($projectId: ID!, $id: ID!) {
      project(id: $projectId) {
        id
        name
      }
      course(id: $id) {
        id
        name
        state
        published {
          ...CourseVersionFields
        }
        draft {
          ...CourseVersionFields
        }
        people(first: 100) {
          totalCount
          nodes {
            memberId
            memberName
            next
            sentence
            practised
            practiceItems
            nextAttemptAt
            attempts {
              state
              version
              startedAt
              finishedAt
              right
              of
            }
          }
        }
      }
      skills(first: 100) {
        nodes {
          id
          name
        }
      }
    }
  `,
  [versionFields],
);
export type Course = ResultOf<typeof courseQuery>['course'];
export type CoursePerson = Course['people']['nodes'][number];

/** What the form chooses from, and the course that it changes. */
export const formQuery = graphql(
  `
    query CourseForm($projectId: ID!, $id: ID!, $isNew: Boolean!, $withGold: Boolean!) {
      project(id: $projectId) {
        id
        name
        labelSchema
        guidelines {
          version
        }
        batches(first: 50) {
          nodes {
            id
            name
          }
        }
      }
      skills(first: 100) {
        nodes {
          id
          name
        }
      }
      gold(projectId: $projectId, first: 100) @include(if: $withGold) {
        nodes {
          taskId
          batchId
          externalKey
          retiredAt
        }
      }
      course(id: $id) @skip(if: $isNew) {
        id
        name
        state
        published {
          ...CourseVersionFields
        }
        draft {
          ...CourseVersionFields
        }
      }
    }
  `,
  [versionFields],
);
export type FormData = ResultOf<typeof formQuery>;

export const createMutation = graphql(`
  mutation CreateCourse($input: CreateCourseInput!) {
    createCourse(input: $input) {
      ... on Course {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const updateMutation = graphql(`
  mutation UpdateCourse($courseId: ID!, $input: UpdateCourseInput!) {
    updateCourse(courseId: $courseId, input: $input) {
      ... on Course {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const publishMutation = graphql(`
  mutation PublishCourse($courseId: ID!) {
    publishCourse(courseId: $courseId) {
      ... on Course {
        id
        published {
          version
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const retireMutation = graphql(`
  mutation RetireCourse($courseId: ID!) {
    retireCourse(courseId: $courseId) {
      ... on Course {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const allowMutation = graphql(`
  mutation AllowExam($courseId: ID!, $memberId: ID!, $reason: String!) {
    allowExam(courseId: $courseId, memberId: $memberId, reason: $reason) {
      ... on CoursePerson {
        memberId
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
