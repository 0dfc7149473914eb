import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fakeJobToken } from './job-token.ts'
import { SecretMasker } from './secret-masker.ts'
import type { StepOptions } from './types.ts'

const FAKE_TOKEN = fakeJobToken('sandbox')
const CHECK_RUN_ID = '48019357221'

/** What the steps of a job share, and main and post of each: a folder, masks, variables of the machine and the job. */
export type Job = {
  folder: string
  workspace: string
  masker: SecretMasker
  variables: Record<string, string>
  /** What defaults of inputs may name: `github.token`, `job.check_run_id`, … */
  contexts: ReadonlyMap<string, string>
  remove: () => Promise<void>
}

export async function openJob(options: StepOptions): Promise<Job> {
  const folder = await mkdtemp(join(tmpdir(), 'runner-'))
  const workspace = join(folder, 'workspace')
  const home = join(folder, 'home')
  const temp = join(folder, 'temp')
  await Promise.all([workspace, home, temp].map((each) => mkdir(each)))
  const event = options.event ?? { name: 'push', payload: {} }
  const eventPath = join(folder, 'event.json')
  await writeFile(eventPath, JSON.stringify(event.payload))

  const token = options.githubToken ?? FAKE_TOKEN
  const masker = new SecretMasker()
  for (const secret of [token, ...(options.secrets ?? [])]) masker.add(secret)
  const variables = {
    ...machineVariables(options, { home, temp }),
    ...githubVariables(workspace),
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: eventPath,
    ...options.runnerEnv,
  }
  return {
    folder,
    workspace,
    masker,
    variables,
    contexts: contextsOf(variables, token, options),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** The part of one step: a folder of its own for its command files, and its name. */
export function partOf(job: Job, id: string): Job {
  return { ...job, folder: join(job.folder, id), variables: { ...job.variables, GITHUB_ACTION: id } }
}

function machineVariables(options: StepOptions, folders: { home: string; temp: string }): Record<string, string> {
  const nodeFolder = dirname(options.nodePath ?? process.execPath)
  return {
    PATH: [nodeFolder, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: folders.home,
    LANG: 'C.UTF-8',
    CI: 'true',
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'sandbox',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.temp,
    ...(options.debug ? { RUNNER_DEBUG: '1' } : {}),
  }
}

function githubVariables(workspace: string): Record<string, string> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: 'octocat',
    GITHUB_TRIGGERING_ACTOR: 'octocat',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_NUMBER: '3',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_JOB: 'job',
    GITHUB_WORKFLOW: 'CI',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_HEAD_REF: '',
    GITHUB_BASE_REF: '',
    GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_WORKSPACE: workspace,
  }
}

function contextsOf(
  variables: Record<string, string>,
  token: string,
  { checkRunId = CHECK_RUN_ID, jobIndex = '0' }: StepOptions,
): ReadonlyMap<string, string> {
  const github = Object.entries(variables)
    .filter(([name]) => name.startsWith('GITHUB_'))
    .map(([name, value]) => [`github.${name.slice('GITHUB_'.length).toLowerCase()}`, value] as const)
  return new Map([
    ...github,
    ['github.token', token],
    ['job.check_run_id', checkRunId],
    ['strategy.job-index', jobIndex],
  ])
}
