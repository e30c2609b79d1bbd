// Sound and picture of a hall. It is loaded, and the library of the engine with it,
// only when somebody presses join; all else of the hall works without.
const floor = "audio.floor";
const quiet = 0.15; // how loud the floor is under an interpreter

// join goes into the room of a hall. box is its part of the page: the choices, the
// buttons, where to ask for a ticket, and the words for what goes on.
export default async function join(box) {
  await import(box.dataset.client);
  const { Room, RoomEvent, AudioPresets, ScreenSharePresets } = globalThis.LivekitClient;
  const stage = document.querySelector("[data-stage]");
  const own = box.querySelector("[data-own]");
  const beneath = box.querySelector("[name=beneath]");
  const say = (what) => { box.querySelector("[data-said]").textContent = what ? box.dataset[what] : ""; };
  const chosen = (name) => box.querySelector(`[name=${name}]:checked`)?.value ?? "";
  const room = new Room({
    adaptiveStream: true, dynacast: true,
    // A short break is mended by the library; after a longer one she comes in anew.
    reconnectPolicy: { nextRetryDelayInMs: ({ retryCount, elapsedMs }) => (retryCount > 4 || elapsedMs > 4000 ? null : 300 * retryCount) },
    // Pictures are in H.264: every browser shows it, and a film is made of them as they are.
    publishDefaults: { videoCodec: "h264", audioPreset: AudioPresets.speech, red: false, dtx: true, screenShareEncoding: ScreenSharePresets.h720fps5.encoding },
  });
  let left = false, ticket;

  // What comes to this phone: the channel that was chosen, the floor quietly beneath
  // an interpreter, and pictures where they are wanted.
  const wanted = (name) => name === chosen("channel") || (name === floor && beneath?.checked) || (!name.startsWith("audio.") && chosen("media") === "picture");
  const loud = (name, track) => { if (track.kind === "audio") track.setVolume(name === chosen("channel") ? 1 : quiet); };
  const choose = () => {
    for (const person of room.remoteParticipants.values()) {
      for (const sent of person.trackPublications.values()) {
        sent.setSubscribed(wanted(sent.trackName));
        if (sent.track) loud(sent.trackName, sent.track);
      }
    }
  };

  // Each camera and each screen has one place on the stage, as long as it is there.
  const places = new Map();
  const place = (person, name) => {
    const key = `${person.identity}/${name}`;
    if (!places.has(key)) {
      const figure = document.createElement("figure"), frame = document.createElement("div"), words = document.createElement("figcaption");
      figure.className = name === "screen" ? "shown" : name === "video.sign" ? "seen-one signs" : "seen-one";
      words.className = "say";
      words.dir = "auto";
      words.textContent = person.name;
      figure.append(frame, words);
      stage.append(figure);
      places.set(key, figure);
    }
    stage.classList.add("seen");
    return places.get(key).firstElementChild;
  };
  const clear = (person, name) => {
    const key = `${person.identity}/${name}`;
    places.get(key)?.remove();
    places.delete(key);
    stage.classList.toggle("seen", places.size > 0);
  };
  const sounds = new Map();
  const show = (track, name, person) => {
    const element = track.attach();
    element.dataset.track = name;
    if (track.kind === "audio") {
      sounds.set(track, element);
      box.append(element);
      loud(name, track);
    } else {
      element.playsInline = true;
      place(person, name).replaceChildren(element);
    }
  };

  // What she may send herself is in her ticket.
  const sending = (name) => [...room.localParticipant.trackPublications.values()].some((t) => t.trackName === name && !t.isMuted);
  const offer = () => {
    for (const button of own.querySelectorAll("button")) {
      const name = ticket.sends[button.dataset.do];
      button.hidden = !name;
      button.setAttribute("aria-pressed", String(sending(name)));
    }
    own.hidden = Object.keys(ticket.sends).length === 0;
  };
  const on = new Set(); // what she turned on, which a broken line does not turn off
  const turn = (what, state) => {
    const me = room.localParticipant, options = { name: ticket.sends[what] };
    if (what === "microphone") return me.setMicrophoneEnabled(state, {}, options);
    if (what === "camera") return me.setCameraEnabled(state, {}, options);
    return me.setScreenShareEnabled(state, {}, options);
  };
  const send = async (what) => {
    const state = !sending(ticket.sends[what]);
    if (state) on.add(what); else on.delete(what);
    try {
      await turn(what, state);
      say("");
    } catch {
      on.delete(what);
      say("refused");
    }
    offer();
  };

  // Where people are recorded she agrees to it with her ticket, or only hears.
  const agrees = box.querySelector("[name=recorded]");
  const asked = () => fetch(box.dataset.ticket, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(agrees?.checked ? { recorded: 1 } : {}) });
  agrees?.addEventListener("change", async () => {
    if (!agrees.checked || !ticket) return;
    const answer = await asked().catch(() => null);
    if (!answer?.ok) { agrees.checked = false; return; }
    agrees.disabled = true; // it is done; who sends nothing is not recorded
    ticket.sends = (await answer.json()).sends;
    say("");
    offer();
  });

  // The page is told to which channel she listens, "" for none.
  const tell = (channel) => box.dispatchEvent(new CustomEvent("hear", { detail: channel }));

  // She goes in with a fresh ticket, and again until it works: the engine may have
  // been started anew meanwhile.
  const leave = async (why) => {
    left = true;
    box.classList.remove("joined");
    own.hidden = true;
    say(why);
    tell("");
    await room.disconnect();
  };
  const enter = async () => {
    for (let wait = 500; !left; wait = Math.min(wait * 2, 4000)) {
      say("back");
      try {
        const answer = await asked();
        if ([403, 404, 409].includes(answer.status)) return leave("closed");
        if (answer.ok) {
          ticket = await answer.json();
          await room.connect(ticket.address, ticket.token, { autoSubscribe: false });
          say(ticket.asks ? "asks" : "");
          choose();
          tell(chosen("channel"));
          for (const what of on) if (ticket.sends[what]) await turn(what, true).catch(() => on.delete(what));
          offer();
          return;
        }
      } catch {}
      await new Promise((done) => setTimeout(done, wait));
    }
  };

  room.on(RoomEvent.TrackPublished, choose)
    .on(RoomEvent.ParticipantConnected, choose)
    .on(RoomEvent.TrackSubscribed, (track, sent, person) => show(track, sent.trackName, person))
    .on(RoomEvent.TrackUnsubscribed, (track, sent, person) => {
      track.detach();
      sounds.get(track)?.remove();
      sounds.delete(track);
      if (track.kind === "video") clear(person, sent.trackName);
    })
    .on(RoomEvent.LocalTrackPublished, (sent) => {
      if (sent.kind === "video") show(sent.track, sent.trackName, room.localParticipant);
      offer();
    })
    .on(RoomEvent.LocalTrackUnpublished, (sent) => {
      if (sent.kind === "video") clear(room.localParticipant, sent.trackName);
      offer();
    })
    .on(RoomEvent.ParticipantPermissionsChanged, async (was, person) => { // she was called up, or sent back
      if (person !== room.localParticipant || !ticket) return;
      const answer = await asked();
      if (answer.ok) Object.assign(ticket, { asks: false }, await answer.json());
      if (ticket.asks) say("asks");
      offer();
    })
    .on(RoomEvent.Reconnecting, () => say("back"))
    .on(RoomEvent.Reconnected, () => say(""))
    .on(RoomEvent.Disconnected, () => { if (!left) enter(); });
  box.addEventListener("change", (e) => {
    choose();
    if (e.target.name === "channel" && ticket && !left) tell(chosen("channel"));
  });
  own.onclick = (e) => { const what = e.target.closest("button")?.dataset.do; if (what) send(what); };
  box.querySelector("[data-leave]").onclick = () => leave("");
  addEventListener("pagehide", () => leave(""));

  box.classList.add("joined");
  await enter();
  await room.startAudio().catch(() => {});
  return room;
}
