// Another program at the key service's socket: framed JSON, as residency/key_wire.h has it.
import net from "node:net";

export function ask(path, messages) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path), answers = [];
    let left = Buffer.alloc(0);
    socket.on("error", reject);
    socket.on("data", (bytes) => {
      left = Buffer.concat([left, bytes]);
      while (left.length >= 4 && left.length >= 4 + left.readUInt32BE(0)) {
        answers.push(JSON.parse(left.subarray(4, 4 + left.readUInt32BE(0))));
        left = left.subarray(4 + left.readUInt32BE(0));
      }
      if (answers.length === messages.length) { socket.end(); resolve(answers); }
    });
    for (const message of messages) {
      const body = Buffer.from(JSON.stringify(message)), head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      socket.write(Buffer.concat([head, body]));
    }
  });
}
