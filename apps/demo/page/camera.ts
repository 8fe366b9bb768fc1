/** The camera: opening it, listing those there are, and saying in words why it cannot be had. */

/** What the network needs; more would only be made smaller. */
const SIZE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };

/** @param id of one of `listCameras`, or null for the one the browser prefers */
export async function openCamera(id: string | null): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("no camera access", "NotSupportedError");
  const choice = id === null ? { facingMode: "user" } : { deviceId: { exact: id } };
  return await navigator.mediaDevices.getUserMedia({ video: { ...SIZE, ...choice }, audio: false });
}

export interface Camera {
  readonly id: string;
  readonly name: string;
}

/** Names are known only once a camera was opened. */
export async function listCameras(): Promise<Camera[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "")
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || `Camera ${i + 1}` }));
}

export interface Trouble {
  readonly title: string;
  readonly advice: string;
}

/** Why the camera cannot be had, and what to do. */
export function cameraTrouble(error: unknown): Trouble {
  const { name, message } = error as { name?: string; message?: string };
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return /system/i.test(message ?? "")
        ? {
          title: "The system does not let this browser use the camera",
          advice: "Allow the camera for this browser in the system’s privacy settings, then try " +
            "again. Pictures and video files work without it.",
        }
        : {
          title: "The camera is not allowed",
          advice: "Allow it for this page with the symbol beside the address, then try again. " +
            "Pictures and video files work without it.",
        };
    case "NotFoundError":
    case "OverconstrainedError":
      return {
        title: "There is no camera",
        advice: "Connect one and try again, or open a picture or a video file.",
      };
    case "NotReadableError":
    case "AbortError":
      return {
        title: "The camera is busy",
        advice: "Another program seems to use it. Close that program and try again.",
      };
    case "NotSupportedError":
      return {
        title: "This browser gives no access to a camera",
        advice: "Open the page by the address that the program printed, in a current browser.",
      };
    default:
      return {
        title: "The camera does not work",
        advice: `The browser says: ${message || name || "nothing"}. Try again, or open a file.`,
      };
  }
}
