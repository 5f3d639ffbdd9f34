// One file on its way through tus: from where the server stopped, in chunks, until it is there.
import { DetailedError, Upload } from 'tus-js-client';

const kChunkBytes = 8 * 1024 * 1024;

export type TransferEnd =
  | { kind: 'sent' }
  | { kind: 'later'; wait_ms?: number } // network or a busy server: try again by itself
  | { kind: 'sign_in' }
  | { kind: 'new_session' } // signed in again elsewhere in this browser: learn the new token
  | { kind: 'refused'; reason: string; message: string };

export type TransferPlan = {
  endpoint: string;
  file: Blob;
  upload_url?: string;
  metadata: Record<string, string>;
  csrf: () => string;
};

export type TransferEvents = {
  url: (upload_url: string, video_id: string | undefined) => void;
  progress: (bytes_sent: number) => void;
  end: (end: TransferEnd) => void;
};

export interface Transfer {
  stop(): Promise<void>;
}

type Refusal = { error?: { reason?: string; message?: string } };

function body_of(error: DetailedError): Refusal {
  try {
    return JSON.parse(error.originalResponse?.getBody() ?? '') as Refusal;
  } catch {
    return {};
  }
}

/** What an error means for the person: nothing to do, sign in, or a refusal in words. */
export function end_of(error: Error | DetailedError): TransferEnd {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status === 0 || status >= 500 || [408, 409, 423, 429, 460].includes(status)) {
    if (status !== 507) {
      const seconds = Number(response?.getHeader('Retry-After'));
      return seconds > 0 ? { kind: 'later', wait_ms: seconds * 1000 } : { kind: 'later' };
    }
  }
  if (status === 401) return { kind: 'sign_in' };
  const told = body_of(error as DetailedError).error;
  if (told?.reason === 'bad_csrf') return { kind: 'new_session' };
  return {
    kind: 'refused',
    reason: told?.reason ?? `http_${status}`,
    message: told?.message ?? error.message,
  };
}

export function start_transfer(plan: TransferPlan, events: TransferEvents): Transfer {
  let video_id: string | undefined;
  const upload = new Upload(plan.file, {
    endpoint: plan.endpoint,
    uploadUrl: plan.upload_url ?? null,
    chunkSize: kChunkBytes,
    retryDelays: null, // the queue decides when to try again: it also listens to "online"
    storeFingerprintForResuming: false, // the draft remembers the address, with the words
    uploadDataDuringCreation: false, // quota and disk answer before a byte is sent
    metadata: plan.metadata,
    onBeforeRequest: (request) => request.setHeader('X-Soleil-CSRF', plan.csrf()),
    onAfterResponse: (_request, response) => {
      video_id = response.getHeader('X-Soleil-Video') ?? video_id;
    },
    onUploadUrlAvailable: () => upload.url && events.url(upload.url, video_id),
    onProgress: (bytes_sent) => events.progress(bytes_sent),
    onSuccess: () => events.end({ kind: 'sent' }),
    onError: (error) => events.end(end_of(error)),
  });
  upload.start();
  return { stop: () => upload.abort() };
}
