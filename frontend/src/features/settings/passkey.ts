/** Between the JSON of the server and the buffers of `navigator.credentials`. */

export const passkeysPossible = (): boolean => typeof PublicKeyCredential !== "undefined" && "credentials" in navigator;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

export function base64url(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

type Wire = Record<string, unknown>;
const withId = (item: Wire) => ({ ...item, id: bytes(String(item.id)) });
const lists = (given: Wire, name: string) => ((given[name] as Wire[] | undefined) ?? []).map(withId);
/** The server may wrap the options as the standard's own JSON does. */
const inner = (given: unknown): Wire => ((given as Wire).publicKey ?? given) as Wire;

export async function createPasskey(given: unknown): Promise<unknown> {
  const options = inner(given);
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(String(options.challenge)),
      user: withId(options.user as Wire),
      excludeCredentials: lists(options, "excludeCredentials"),
    } as unknown as PublicKeyCredentialCreationOptions,
  });
  return toJson(made);
}

export async function showPasskey(given: unknown): Promise<unknown> {
  const options = inner(given);
  const shown = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(String(options.challenge)),
      allowCredentials: lists(options, "allowCredentials"),
    } as unknown as PublicKeyCredentialRequestOptions,
  });
  return toJson(shown);
}

function toJson(credential: Credential | null): Wire {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException("no passkey", "NotAllowedError");
  const response: Wire = { clientDataJSON: base64url(credential.response.clientDataJSON) };
  if (credential.response instanceof AuthenticatorAttestationResponse) {
    response.attestationObject = base64url(credential.response.attestationObject);
    response.transports = credential.response.getTransports?.() ?? [];
  } else if (credential.response instanceof AuthenticatorAssertionResponse) {
    response.authenticatorData = base64url(credential.response.authenticatorData);
    response.signature = base64url(credential.response.signature);
    const { userHandle } = credential.response;
    response.userHandle = userHandle ? base64url(userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}
