extension PhoneAssets {
    /// The colours are those of the staff console, so that both look like one house.
    static let style = #"""
        :root {
          color-scheme: light dark;
          --paper: #FAF6EF; --surface: #FFFFFF; --sunken: #F2EBE0; --ink: #241D18; --soft: #574B41; --line: #DCD1C2;
          --control: #7A6B5D; --link: #234A86; --action: #1D5A44; --on-action: #FFFFFF; --earth: #8C3B1E;
          --alarm: #A3160F; --alarm-bg: #FDEDE9; --risk: #7A4300; --risk-bg: #FFF1D4; --done: #1D5A44; --done-bg: #E5F2EA;
          --closed: #5A2E6E; --closed-bg: #F4ECF8; --mark: #FFE49A; --focus: #FFC72C; --on-focus: #241D18; --zalo-bg: #E3ECFA;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #1A1613; --surface: #241F1B; --sunken: #302923; --ink: #F4EDE3; --soft: #CBBFB1; --line: #4B4139;
            --control: #9C8E80; --link: #AECBFF; --action: #93D6B4; --on-action: #10261C; --earth: #EBA383;
            --alarm: #FFB4A8; --alarm-bg: #47150F; --risk: #FFD78F; --risk-bg: #3F2D0C; --done: #A2DFBF; --done-bg: #16342A;
            --closed: #E0C2F2; --closed-bg: #36224A; --mark: #6B4E00; --focus: #FFC72C; --on-focus: #1A1613; --zalo-bg: #1B2B47;
          }
        }
        *, *::before, *::after { box-sizing: border-box; }
        html { font-size: 106.25%; -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
          font: 400 1rem/1.5 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        h1, h2, h3, p, ol, ul { margin: 0; padding: 0; }
        h1 { font-size: 1.45rem; line-height: 1.35; }
        h2 { font-size: 1.1rem; line-height: 1.4; }
        ol, ul { list-style: none; }
        .soft { color: var(--soft); }
        .num { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap; }
        [hidden] { display: none !important; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: .5rem; top: .5rem; background: var(--surface); color: var(--link); padding: .5rem 1rem; z-index: 2; }
        .top { padding: .75rem 1.25rem; border-bottom: 6px solid var(--earth); }
        .tools { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; margin-top: .5rem; }
        .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
        .notice:empty { display: none; }
        .notice { margin-top: .5rem; padding: .5rem .75rem; border-left: 5px solid var(--alarm); background: var(--alarm-bg); color: var(--alarm); }
        button, select, input, textarea { font: inherit; color: inherit; min-height: 2.6rem; border: 1px solid var(--control);
          border-radius: 4px; background: var(--surface); padding: .3rem .7rem; max-width: 100%; }
        button { cursor: pointer; }
        button:hover { text-decoration: underline; }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 3px var(--on-focus); }
        main:focus-visible { outline: none; box-shadow: none; }
        .send { background: var(--action); color: var(--on-action); border-color: var(--action); font-weight: 700; }
        .desk { display: grid; grid-template-columns: minmax(0, 1fr) minmax(20rem, 28rem); gap: 1.25rem; padding: 1.25rem; align-items: start; }
        .phones { display: flex; flex-wrap: wrap; gap: 1.25rem; }
        .phone { position: relative; width: 21.5rem; max-width: 100%; border: 2px solid var(--control); border-radius: 1.4rem; background: var(--surface);
          display: flex; flex-direction: column; overflow: hidden; }
        .phone.here { border-color: var(--earth); }
        .phone-head { display: flex; justify-content: space-between; gap: .5rem; align-items: center; padding: .6rem 1rem; background: var(--sunken); border-bottom: 1px solid var(--line); }
        .phone.zalo .phone-head { background: var(--zalo-bg); }
        .phone-head h3 { font-size: 1rem; line-height: 1.4; }
        .phone-head p { font-size: .94rem; line-height: 1.4; color: var(--soft); }
        .phone.zalo .phone-head p { color: var(--ink); }
        .close { min-width: 2.6rem; padding: 0; border-color: transparent; background: transparent; }
        .log { position: relative; flex: 1 0 27rem; min-height: 0; overflow-y: auto; padding: .75rem; display: flex; flex-direction: column; gap: .6rem; }
        .msg { max-width: 88%; display: flex; flex-direction: column; gap: .2rem; }
        .msg.villager { align-self: flex-end; align-items: flex-end; }
        .msg.machine, .msg.officer { align-self: flex-start; align-items: flex-start; }
        .bubble { border: 1px solid var(--line); border-radius: 1rem; padding: .45rem .75rem; white-space: pre-line; background: var(--sunken); }
        .villager .bubble { background: var(--done-bg); border-color: var(--done); }
        .zalo .villager .bubble { background: var(--zalo-bg); border-color: var(--link); }
        .officer .bubble { background: var(--surface); border: 2px solid var(--done); }
        .bubble img { display: block; max-width: 100%; max-height: 10rem; border-radius: .5rem; }
        .bubble audio { display: block; width: 15rem; max-width: 100%; }
        .under { font-size: .9rem; line-height: 1.4; color: var(--soft); }
        .under b { color: var(--ink); }
        .link { min-height: 1.6rem; padding: 0 .3rem; border: 0; background: transparent; color: var(--link); text-decoration: underline; font-size: .94rem; }
        .link[aria-pressed="true"] { color: var(--earth); font-weight: 700; }
        .choices { display: flex; flex-direction: column; gap: .3rem; width: 100%; }
        .choices button { color: var(--link); border-color: var(--link); text-align: left; }
        .day { align-self: center; font-size: .9rem; line-height: 1.4; color: var(--soft); text-align: center; }
        .waiting { padding: .35rem .9rem; font-size: .94rem; line-height: 1.4; color: var(--soft); border-top: 1px solid var(--line); }
        .waiting:empty { padding: 0; border: 0; }
        .waiting:not(:empty)::after { content: "…"; display: inline-block; overflow: hidden; vertical-align: bottom; animation: waits 1.5s steps(4, jump-none) infinite; }
        @keyframes waits { from { width: 0; } to { width: 1.2em; } }
        @media (prefers-reduced-motion: reduce) { .waiting:not(:empty)::after { animation: none; } }
        .compose { border-top: 1px solid var(--line); padding: .6rem .75rem; display: grid; gap: .5rem; }
        .write { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .5rem; }
        .write input { border-radius: 1.3rem; }
        .attach { display: flex; flex-wrap: wrap; gap: .3rem; }
        .attach button { font-size: .94rem; padding: .2rem .5rem; }
        .side { display: grid; gap: 1.25rem; position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; }
        .side section { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1rem; }
        .side h2 { margin-bottom: .5rem; }
        .said { font-size: 1.2rem; line-height: 1.6; padding: .5rem .7rem; background: var(--sunken); border-radius: 8px; }
        .tone { border-radius: 3px; padding: 0 .15em; font-weight: 700; border-bottom: 3px solid currentColor; }
        .tone.topic { background: var(--done-bg); color: var(--done); }
        .tone.facet { background: var(--zalo-bg); color: var(--link); }
        .tone.rival { background: var(--closed-bg); color: var(--closed); }
        .tone.danger { background: var(--alarm-bg); color: var(--alarm); }
        .legend { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: .5rem 0; font-size: .94rem; }
        .reasons { font-size: .94rem; line-height: 1.5; white-space: pre-wrap; }
        .reasons li { padding: .15rem 0; }
        .reasons .result { font-weight: 700; }
        .matters { font-size: .96rem; white-space: pre-wrap; margin-bottom: .75rem; }
        .matters li.head { font-weight: 700; margin-top: .4rem; }
        .staff { display: grid; gap: .5rem; margin-top: .6rem; }
        .staff textarea { width: 100%; min-height: 4.5rem; }
        @media (max-width: 60rem) {
          .desk { grid-template-columns: minmax(0, 1fr); padding: .75rem; }
          .side { position: static; max-height: none; overflow-y: visible; }
          .phone { width: 100%; max-width: 26rem; }
          .log { flex-basis: 22rem; }
        }
        @media (forced-colors: active) { .tone, .bubble { border: 1px solid CanvasText; } }
        """#
}
