/// How all pages look. Tokens, components and their reasons are told in docs/console.md.
extension Assets {
    static let styleSheet = #"""
        /* The staff console. One file, no foreign host, no inline style, no script needed.
           Floor: Chrome 109 (the last on Windows 7): no nesting, no color-mix(), no light-dark(). */

        /* 1 · Tokens ------------------------------------------------------------------------------- */
        :root {
          color-scheme: light dark;
          --paper: #FAF6EF;  --surface: #FFFFFF;  --sunken: #F2EBE0;
          --ink: #241D18;    --soft: #574B41;     --line: #DCD1C2;    --control: #7A6B5D;
          --link: #234A86;   --action: #1D5A44;   --action-over: #13412F; --on-action: #FFFFFF;
          --earth: #8C3B1E;
          --alarm: #A3160F;  --alarm-bg: #FDEDE9; --on-alarm: #FFFFFF;
          --risk: #7A4300;   --risk-bg: #FFF1D4;
          --done: #1D5A44;   --done-bg: #E5F2EA;
          --closed: #5A2E6E; --closed-bg: #F4ECF8;
          --mark: #FFE49A;   --focus: #FFC72C;    --on-focus: #241D18;
          --s1: .25rem; --s2: .5rem; --s3: .75rem; --s4: 1rem; --s5: 1.5rem; --s6: 2rem; --s7: 3rem;
          --r1: 4px; --r2: 8px;
          --tap: 2.75rem;
          --sans: "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #1A1613;  --surface: #241F1B;  --sunken: #302923;
            --ink: #F4EDE3;    --soft: #CBBFB1;     --line: #4B4139;    --control: #9C8E80;
            --link: #AECBFF;   --action: #93D6B4;   --action-over: #B4E6CC; --on-action: #10261C;
            --earth: #EBA383;
            --alarm: #FFB4A8;  --alarm-bg: #47150F; --on-alarm: #3A0D08;
            --risk: #FFD78F;   --risk-bg: #3F2D0C;
            --done: #A2DFBF;   --done-bg: #16342A;
            --closed: #E0C2F2; --closed-bg: #36224A;
            --mark: #6B4E00;   --focus: #FFC72C;    --on-focus: #1A1613;
          }
        }

        /* 2 · Ground ------------------------------------------------------------------------------- */
        *, *::before, *::after { box-sizing: border-box; }
        html { font-size: 112.5%; -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 400 1rem/1.5 var(--sans); overflow-wrap: break-word; }
        h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset, blockquote { margin: 0; padding: 0; }
        fieldset { border: 0; min-width: 0; }
        h1 { font-size: 1.5rem; line-height: 1.35; font-weight: 700; }
        h2 { font-size: 1.167rem; line-height: 1.4; font-weight: 700; }
        h3 { font-size: 1rem; line-height: 1.45; font-weight: 700; }
        small, .small { font-size: .889rem; line-height: 1.5; }
        ul, ol { list-style: none; }
        .plain-list { list-style: disc; padding-left: 1.25rem; }
        ol.plain-list { list-style: decimal; padding-left: 1.6rem; }
        .plain-list > li + li { margin-top: var(--s1); }
        a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
        a:hover { text-decoration-thickness: 3px; }
        b, strong { font-weight: 700; }
        .soft { color: var(--soft); }
        .num { font-variant-numeric: tabular-nums; white-space: nowrap; }
        mark { background: var(--mark); color: inherit; padding: 0 .1em; border-radius: 2px; font-weight: 700; }
        .hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap; }
        .stack > * + * { margin-top: var(--s3); }
        .stack-wide > * + * { margin-top: var(--s5); }
        .row-of { display: flex; flex-wrap: wrap; gap: var(--s3); align-items: center; }
        .row-of--apart { justify-content: space-between; } .row-of--apart > div { flex: 1 1 14rem; min-width: 0; }
        .row-of--top { align-items: flex-start; }
        .errors + h1 { margin-top: var(--s4); }
        .print-only { display: none; }

        /* Focus: yellow with a dark edge, the same everywhere. */
        :focus-visible { outline: 3px solid var(--on-focus); outline-offset: 3px; box-shadow: 0 0 0 3px var(--focus); }
        @media (prefers-color-scheme: dark) { :focus-visible { outline-color: var(--focus); box-shadow: none; } }
        main:focus { outline: none; }

        .skip { position: absolute; left: var(--s3); top: -6rem; z-index: 9; background: var(--focus); color: #241D18; padding: var(--s3) var(--s4); font-weight: 700; }
        .skip:focus { top: var(--s3); }

        /* 3 · Frame -------------------------------------------------------------------------------- */
        .frame { display: grid; grid-template-columns: 12.25rem minmax(0, 1fr); grid-template-rows: 1fr auto; min-height: 100vh; }
        .rail { grid-row: 1 / span 2; background: var(--sunken); border-right: 1px solid var(--line); padding-bottom: var(--s4); }
        .rail__in { position: sticky; top: 0; max-height: 100vh; overflow: auto; }
        .brand { display: flex; gap: .6rem; align-items: center; padding: .65rem var(--s4) .6rem; color: var(--ink); text-decoration: none; line-height: 1.3; }
        .brand svg { width: 2.1rem; height: 2.1rem; flex: none; color: var(--earth); }
        .brand b { display: block; }
        .brand__words span { display: block; font-size: .889rem; color: var(--soft); }
        /* The woven border of the Highlands' cloth: ornament only. */
        .weave { height: 8px; background-color: #7C3218;
          background-image: linear-gradient(45deg, #C98A1B 25%, transparent 25%, transparent 75%, #C98A1B 75%), linear-gradient(-45deg, #C98A1B 25%, transparent 25%, transparent 75%, #C98A1B 75%);
          background-size: 16px 16px; background-position: 0 -4px; }
        .nav a { min-width: var(--tap); display: flex; justify-content: space-between; align-items: center; gap: var(--s2); min-height: var(--tap); padding: .3rem var(--s4) .3rem calc(var(--s4) - 5px); border-left: 5px solid transparent; color: var(--ink); text-decoration: none; line-height: 1.3; }
        .nav a:hover { text-decoration: underline; }
        .nav a[aria-current] { border-left-color: var(--earth); background: var(--surface); font-weight: 700; }
        .count { font-variant-numeric: tabular-nums; font-size: .889rem; font-weight: 700; min-width: 1.75rem; text-align: center; padding: .05rem .4rem; border: 1px solid var(--control); border-radius: 1rem; background: var(--surface); color: var(--ink); }
        .me { border-top: 1px solid var(--line); margin-top: var(--s3); padding: var(--s3) var(--s4) 0; font-size: .889rem; line-height: 1.45; }
        .me a { display: inline-flex; align-items: center; min-height: var(--tap); }
        .me .row-of { gap: 0 var(--s4); }
        main { padding: var(--s3) var(--s5) var(--s6); min-width: 0; }
        .foot { grid-column: 2; border-top: 1px solid var(--line); padding: var(--s4) var(--s5) var(--s5); }
        .foot ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
        .foot a { min-width: var(--tap); display: inline-flex; align-items: center; min-height: var(--tap); }
        .page-head { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); align-items: baseline; justify-content: space-between; margin-bottom: var(--s3); }
        .back, .more { display: inline-flex; align-items: center; min-height: var(--tap); }
        .back { margin: -.6rem 0; }
        p > .more, dd > .more { margin: -.45rem 0; }
        .talk-head { justify-content: flex-start; align-items: center; margin-top: -.2rem; }
        .talk-head .promise { margin-left: auto; }
        .page-head--sheet { max-width: 54rem; align-items: center; }
        .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--r2); padding: var(--s4); }
        .card > h2:first-child { margin-bottom: var(--s2); }

        /* 4 · Buttons and fields ------------------------------------------------------------------- */
        .button { display: inline-block; min-height: 3rem; padding: .65rem 1.1rem; border: 2px solid var(--action); border-radius: var(--r1); background: var(--action); color: var(--on-action); font: 700 1rem/1.35 var(--sans); text-decoration: none; text-align: center; cursor: pointer; }
        .button:hover { background: var(--action-over); border-color: var(--action-over); }
        .button--second { background: var(--surface); color: var(--ink); border-color: var(--control); font-weight: 600; min-height: var(--tap); padding: .5rem .9rem; }
        .button--second:hover { background: var(--sunken); border-color: var(--ink); }
        .button--alarm { background: var(--alarm); border-color: var(--alarm); color: var(--on-alarm); }
        .button--alarm:hover { background: var(--ink); border-color: var(--ink); color: var(--paper); }
        .button--full { width: 100%; }
        label, legend { font-weight: 700; }
        legend { padding: 0; margin-bottom: var(--s1); }
        .hint { color: var(--soft); font-size: .889rem; }
        input[type=text], input[type=search], input[type=password], input[type=tel], input[type=date], select, textarea {
          font: 400 1rem/1.5 var(--sans); color: var(--ink); background: var(--surface); border: 2px solid var(--control); border-radius: var(--r1); padding: .4rem .6rem; min-height: var(--tap); max-width: 100%; }
        textarea { width: 100%; display: block; resize: vertical; line-height: 1.55; }
        .field > * { display: block; } .field > * + * { margin-top: var(--s1); }
        .field--error { border-left: 5px solid var(--alarm); padding-left: var(--s3); }
        .field--error input, .field--error textarea { border-color: var(--alarm); }
        .field__error { color: var(--alarm); font-weight: 700; }
        .choice { display: flex; gap: var(--s2); align-items: center; min-height: var(--tap); }
        .choice input { width: 1.5rem; height: 1.5rem; margin: 0; flex: none; accent-color: var(--action); }
        .choice label { font-weight: 400; padding: .3rem 0; line-height: 1.4; }
        summary { cursor: pointer; min-height: var(--tap); padding: .45rem 0; color: var(--link); font-weight: 600; text-decoration: underline; text-underline-offset: .2em; }
        details[open] > summary { margin-bottom: var(--s2); }

        /* 5 · Notices ------------------------------------------------------------------------------ */
        .notice { border: 1px solid var(--control); border-left: 6px solid var(--control); border-radius: var(--r1); background: var(--surface); padding: var(--s2) var(--s4); }
        .notice h2 { font-size: 1rem; }
        .notice--done { border-color: var(--done); background: var(--done-bg); }
        .notice--risk { border-color: var(--risk); background: var(--risk-bg); }
        .notice--alarm { border-color: var(--alarm); background: var(--alarm-bg); }
        .notice--closed { border-color: var(--closed); background: var(--closed-bg); }
        .notice--done b, .notice--done h2 { color: var(--done); } .notice--risk b, .notice--risk h2 { color: var(--risk); }
        .notice--alarm b, .notice--alarm h2 { color: var(--alarm); } .notice--closed b, .notice--closed h2 { color: var(--closed); }
        .notice--bar { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); align-items: center; justify-content: space-between; }
        .notice--bar > p { flex: 1 1 18rem; }
        .errors { border: 4px solid var(--alarm); border-radius: var(--r1); background: var(--surface); padding: var(--s4); }
        .errors h2 { color: var(--alarm); } .errors a { color: var(--alarm); font-weight: 700; display: inline-flex; min-height: var(--tap); align-items: center; }

        /* The emergency stands in a place of its own height, so that rows do not move under the hand when it fills. */
        .siren { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--s1) var(--s5); align-items: center; min-height: 5.5rem; border: 2px solid var(--line); border-radius: var(--r2); padding: var(--s3) var(--s4); background: var(--surface); margin-bottom: var(--s3); }
        .siren--on { border: 3px solid var(--alarm); background: var(--alarm-bg); }
        .siren--on h2 { color: var(--alarm); }
        .siren__words { font-size: 1.111rem; font-weight: 600; }
        .siren__do { display: flex; flex-direction: column; gap: var(--s2); align-items: stretch; }

        /* 6 · Queue -------------------------------------------------------------------------------- */
        .tabs ul { display: flex; flex-wrap: wrap; gap: 0 var(--s2); border-bottom: 2px solid var(--line); margin-bottom: var(--s3); }
        .tabs a { display: inline-flex; align-items: center; gap: var(--s2); min-height: var(--tap); padding: 0 .75rem; color: var(--ink); text-decoration: none; border-bottom: 4px solid transparent; margin-bottom: -2px; }
        .tabs a:hover { text-decoration: underline; }
        .tabs a[aria-current] { border-bottom-color: var(--earth); font-weight: 700; }
        .tools { display: flex; flex-wrap: wrap; gap: 0 var(--s4); align-items: center; justify-content: space-between; }
        .tools > details[open] { flex-basis: 100%; }
        .tools--tabs { border-bottom: 2px solid var(--line); margin-bottom: var(--s3); }
        .tools--tabs .tabs ul { border: 0; margin: 0; }
        .tools--tabs > details { padding-right: var(--s1); }
        .filters { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); align-items: end; padding-bottom: var(--s3); }
        .tag { display: inline-flex; align-items: center; gap: var(--s2); min-height: var(--tap); padding: 0 .75rem; border: 2px solid var(--control); border-radius: var(--r1); background: var(--surface); color: var(--ink); text-decoration: none; }
        .rows { background: var(--surface); border: 1px solid var(--line); border-radius: var(--r2); }
        .row { position: relative; display: grid; grid-template-columns: 10rem minmax(0, 1fr) 10.25rem; gap: 0 var(--s4); padding: .55rem var(--s4) .55rem .75rem; border-left: 6px solid transparent; }
        .row + .row { border-top: 1px solid var(--line); }
        .row:first-child { border-top-left-radius: var(--r2); border-top-right-radius: var(--r2); }
        .row--late { border-left-color: var(--alarm); } .row--soon { border-left-color: var(--risk); } .row--closed { border-left-color: var(--closed); }
        .row:hover { background: var(--sunken); }
        .row h3 a { color: var(--ink); text-decoration: none; }
        .row h3 a::after { content: ""; position: absolute; inset: 0; }
        .row:hover h3 a { text-decoration: underline; }
        .row h3 a:focus-visible { outline: none; box-shadow: none; }
        .row h3 a:focus-visible::after { outline: 3px solid var(--on-focus); outline-offset: -4px; box-shadow: inset 0 0 0 4px var(--focus); }
        @media (prefers-color-scheme: dark) { .row h3 a:focus-visible::after { outline-color: var(--focus); box-shadow: none; } }
        .row__top { display: flex; flex-wrap: wrap; gap: 0 var(--s3); align-items: baseline; }
        .row__words { max-width: 44rem; }
        .row__about { color: var(--soft); font-size: .889rem; }
        .row__who { font-size: .889rem; text-align: right; line-height: 1.45; }
        .badge { display: inline-block; font-size: .833rem; font-weight: 700; line-height: 1.4; padding: .05rem .45rem; border: 1px solid var(--link); border-radius: 1rem; color: var(--link); background: var(--surface); white-space: nowrap; }
        .here { color: var(--risk); font-weight: 700; }
        .here::before { content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%; background: currentColor; margin-right: .35em; }

        /* Promise: words first, the clock time in bold, the colour last. */
        .promise { line-height: 1.35; }
        .promise b { display: block; font-size: 1.111rem; font-variant-numeric: tabular-nums; }
        .promise span { font-size: .889rem; color: var(--soft); }
        .promise--late b { color: var(--alarm); } .promise--soon b { color: var(--risk); }
        .promise--line { display: inline-flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; padding: .15rem .7rem; border: 2px solid var(--control); border-radius: var(--r1); background: var(--surface); }
        .promise--line.promise--late { border-color: var(--alarm); background: var(--alarm-bg); }
        .promise--line.promise--soon { border-color: var(--risk); background: var(--risk-bg); }
        .promise--line b { font-size: 1rem; } .promise--line span { color: var(--ink); }

        /* 7 · Conversation ------------------------------------------------------------------------- */
        .talk { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 30rem); grid-template-rows: auto 1fr; gap: var(--s4) var(--s5); align-items: start; }
        .talk__ask { grid-column: 1; grid-row: 1; } .talk__say { grid-column: 2; grid-row: 1 / span 2; } .talk__thread { grid-column: 1; grid-row: 2; }
        .ask { background: var(--surface); border: 2px solid var(--earth); border-radius: var(--r2); padding: var(--s3) var(--s4); }
        .ask h2 { color: var(--earth); font-size: 1rem; }
        .ask blockquote { font-size: 1.222rem; line-height: 1.5; margin: var(--s1) 0; }
        .facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--s1) var(--s3); }
        .facts dt { color: var(--soft); } .facts dd { min-width: 0; }
        .thread { display: flex; flex-direction: column; gap: var(--s3); }
        .day { align-self: center; font-size: .889rem; color: var(--soft); }
        .bubble { max-width: 88%; border: 1px solid var(--line); border-radius: var(--r2); padding: .5rem .8rem; background: var(--surface); align-self: flex-start; }
        .bubble--machine { align-self: flex-end; background: var(--sunken); }
        .bubble--staff { align-self: flex-end; background: var(--done-bg); border-color: var(--done); }
        .bubble--note { align-self: stretch; max-width: none; background: transparent; border-style: dashed; border-color: var(--control); }
        .bubble--asked { border: 2px solid var(--earth); }
        .bubble__who { font-size: .889rem; color: var(--soft); } .bubble__who b { color: var(--ink); }
        .sent { font-size: .889rem; color: var(--soft); }
        .sent--bad { color: var(--alarm); font-weight: 700; }
        .say > * + * { margin-top: var(--s2); }
        .say .choice { min-height: var(--tap); }
        .say .tools { margin: -.4rem 0 -.3rem; }
        .kinds { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--s3); }
        .say .kinds, .say .phone, .say h3 { margin-top: 0; }
        .say .phone { margin-bottom: var(--s2); }
        .picks { padding: var(--s2) 0; } .picks > li { padding: var(--s1) 0; }
        .hold { margin-bottom: -.3rem; }
        .notice--slim { padding: .1rem var(--s3); }
        .phone { font: 400 .944rem/1.45 var(--sans); background: var(--sunken); border: 1px solid var(--control); border-radius: var(--r1); padding: var(--s2) var(--s3); white-space: pre-wrap; display: block; }
        .phone + .phone { margin-top: var(--s1); }
        .cost { display: flex; flex-wrap: wrap; gap: 0 var(--s4); justify-content: space-between; font-variant-numeric: tabular-nums; }
        .others { display: flex; flex-wrap: wrap; gap: var(--s2); }
        .far { border-top: 1px solid var(--line); margin-top: var(--s5); padding-top: var(--s4); }

        /* 8 · Tables and charts -------------------------------------------------------------------- */
        .scroll { overflow-x: auto; }
        .table-wide { min-width: 52rem; }
        .narrow-only { display: none; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; font-weight: 700; padding-bottom: var(--s2); }
        th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); line-height: 1.45; }
        thead th { border-bottom: 2px solid var(--control); }
        tbody th { font-weight: 400; }
        .r { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.r:last-child, th.r:last-child { padding-right: 0; }
        .figures { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--s3); }
        .figures > div { background: var(--surface); border: 1px solid var(--line); border-radius: var(--r2); padding: var(--s3) var(--s4); display: flex; flex-direction: column; }
        .figures dt { order: 2; font-weight: 700; line-height: 1.35; } .figures dd.big { order: 1; font-size: 1.889rem; line-height: 1.3; font-weight: 700; font-variant-numeric: tabular-nums; } .figures dd.small { order: 3; color: var(--soft); }
        .pair { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: var(--s5); align-items: start; }
        .far-card { margin-top: var(--s3); }
        .two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: var(--s5); align-items: start; }
        .chart { width: 100%; min-width: 31rem; height: auto; display: block; }
        .chart text { font: 400 16px/1 var(--sans); fill: var(--ink); } .chart .t-soft { fill: var(--soft); } .chart .t-b { font-weight: 700; }
        .chart .bar { fill: var(--action); } .chart .bar--open { fill: var(--surface); stroke: var(--action); stroke-width: 2; } .chart .axis { stroke: var(--control); stroke-width: 1; } .chart .grid { stroke: var(--line); stroke-width: 1; }

        /* 9 · Sign-in, teaching, search ------------------------------------------------------------ */
        .gate { max-width: 27rem; margin: var(--s5) auto; padding: 0 var(--s4); }
        .gate input[type=text], .gate input[type=password] { width: 100%; }
        .findbar { margin-top: var(--s2); display: flex; flex-wrap: wrap; gap: var(--s2); align-items: end; }
        .findbar .field { flex: 1 1 16rem; } .findbar input { width: 100%; }
        .hits > li { padding: .6rem 0; border-bottom: 1px solid var(--line); position: relative; }
        .hits h3 a::after { content: ""; position: absolute; inset: 0; }
        .findbar .button { min-height: var(--tap); }
        .gate--brand { margin: var(--s5) auto -.5rem; } .gate--brand .brand { padding-left: 0; }
        .effect { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--s3); }
        .effect > div { border: 2px solid var(--control); border-radius: var(--r2); padding: var(--s2) var(--s3); background: var(--surface); display: flex; flex-direction: column; }
        .effect dt { order: 2; line-height: 1.35; } .effect dd { order: 1; font-size: 1.556rem; line-height: 1.3; font-weight: 700; font-variant-numeric: tabular-nums; }
        .effect .good { border-color: var(--done); background: var(--done-bg); } .effect .good dd { color: var(--done); }
        .effect .maybe { border-color: var(--risk); background: var(--risk-bg); } .effect .maybe dd { color: var(--risk); }
        .pages { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); align-items: center; margin-top: var(--s3); }
        .pages a { display: inline-flex; min-height: var(--tap); align-items: center; }

        /* 10 · Morning sheet (A4) ------------------------------------------------------------------ */
        .sheet { background: var(--surface); border: 1px solid var(--line); border-radius: var(--r2); padding: var(--s5); max-width: 54rem; }
        .sheet h2 { border-bottom: 2px solid var(--earth); margin-top: var(--s4); padding-bottom: .1rem; }
        .ticked, .ticked > li { padding: .15rem 0; }
        .tick { display: inline-block; width: 1.1rem; height: 1.1rem; border: 2px solid var(--control); border-radius: 2px; vertical-align: -.2rem; }

        /* 11 · Narrow ------------------------------------------------------------------------------ */
        @media (max-width: 63.99em) {
          .frame { display: block; }
          .rail { border-right: 0; border-bottom: 1px solid var(--line); padding-bottom: 0; }
          .rail__in { position: static; max-height: none; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; }
          .weave { width: 100%; }
          .brand { padding: .4rem var(--s4); } .brand svg { width: 1.8rem; height: 1.8rem; }
          .nav { width: 100%; border-top: 1px solid var(--line); } .nav ul { display: flex; } .nav li { flex: 1 1 auto; } .nav .only-wide { display: none; }
          .nav a { justify-content: center; border-left: 0; border-bottom: 4px solid transparent; padding: .2rem .5rem; } .nav a[aria-current] { border-bottom-color: var(--earth); }
          .me { display: none; }
          main { padding: var(--s3) var(--s4) var(--s5); } .foot { padding: var(--s3) var(--s4) var(--s5); }
          .talk, .pair, .two { display: block; } .talk { margin-top: 0; } .talk-head .promise { margin-left: 0; } .talk > * + *, .pair > * + *, .two > * + * { margin-top: var(--s4); }
          .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        }
        @media (max-width: 40em) {
          h1 { font-size: 1.333rem; } h2 { font-size: 1.111rem; }
          .siren { grid-template-columns: minmax(0, 1fr); } .siren__do { flex-direction: row; flex-wrap: wrap; } .siren__do > * { flex: 1 1 8rem; }
          .tabs ul { gap: 0; } .tabs a { padding: 0 .55rem; gap: .3rem; }
          .row { grid-template-columns: minmax(0, 1fr); padding: .65rem .75rem .65rem .6rem; }
          .promise:not(.promise--line) { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; } .row .promise b { font-size: 1rem; }
          .row__who { text-align: left; }
          .narrow-only { display: block; } .scroll > table { min-width: 32rem; } .scroll > .log { min-width: 0; } .log th, .log td { padding-right: .5rem; } .log td:last-child { padding-right: 0; }
          .bubble { max-width: 94%; } .say textarea { min-height: 11.5rem; }
          .card, .sheet { padding: var(--s3) .75rem; }
          .effect { grid-template-columns: minmax(0, 1fr); } .effect > div { flex-direction: row; gap: var(--s3); align-items: baseline; } .effect dt { order: 2; }
          .figures { grid-template-columns: minmax(0, 1fr); }
          .button { width: 100%; } .others .button, .row-of .button, .notice .button, .picks .button { width: auto; } .others .button { flex: 1 1 7rem; }
          .foot ul { grid-template-columns: 1fr 1fr; }
          .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd + dt { margin-top: var(--s2); }
        }

        /* 12 · Forced colours, less motion, print --------------------------------------------------- */
        @media (forced-colors: active) {
          .weave { display: none; } .brand svg { color: CanvasText; }
          :focus-visible, .row h3 a:focus-visible::after { outline: 3px solid Highlight; box-shadow: none; }
          .button { border-color: ButtonText; } .nav a, .tabs a { border-color: Canvas; } .tabs a { margin-bottom: 0; } .nav a[aria-current], .tabs a[aria-current] { border-color: Highlight; }
          .row { border-left-color: Canvas; } .row--late, .row--soon, .row--closed { border-left-color: CanvasText; }
          mark { background: Mark; color: MarkText; outline: 1px solid; }
          .here::before { forced-color-adjust: none; background: CanvasText; }
          .chart .bar { fill: CanvasText; } .chart .bar--open { fill: Canvas; stroke: CanvasText; } .chart text { fill: CanvasText; } .chart .axis { stroke: CanvasText; } .chart .grid { stroke: GrayText; }
        }
        @media (prefers-reduced-motion: no-preference) { .button, .row { transition: background-color .12s; } }
        @media print {
          :root { --paper: #fff; --surface: #fff; --sunken: #fff; --ink: #000; --soft: #333; --line: #999; --control: #555; --link: #000; --earth: #000; --alarm: #000; --risk: #000; --done: #000; --closed: #000; --alarm-bg: #fff; --risk-bg: #fff; --done-bg: #fff; --closed-bg: #fff; --action: #000; --on-action: #fff; --mark: #ddd; }
          @page { size: A4 portrait; margin: 13mm 14mm; }
          html { font-size: 12.5pt; } body { line-height: 1.4; }
          .rule { height: 2.1rem; border-bottom: 1px solid var(--line); }
          .rail, .foot, .skip, .no-print, .tabs, .siren__do { display: none; } .print-only { display: block; } .narrow-only { display: none; } .scroll { overflow: visible; } .scroll > table { min-width: 0; }
          .frame { display: block; } main, .sheet { padding: 0; border: 0; max-width: none; }
          .sheet h2 { margin-top: .65rem; } th, td { padding-top: .18rem; padding-bottom: .18rem; line-height: 1.35; }
          h2, h3, caption, thead { break-after: avoid; } tr, figure, .row { break-inside: avoid; }
          a { text-decoration: none; } .source a::after { content: " (" attr(href) ")"; }
        }

        /* 13 · Beside the mock pages ---------------------------------------------------------------- */
        form.inline { display: inline; }
        #bao > .notice { margin: 0 0 var(--s3); }
        .secret { overflow-wrap: anywhere; }
        .linkish { font: inherit; color: var(--link); background: none; border: 0; padding: 0; min-height: var(--tap); text-decoration: underline; text-underline-offset: .2em; text-decoration-thickness: 1px; cursor: pointer; }
        .linkish:hover { text-decoration-thickness: 3px; }
        .me .linkish { display: inline-flex; align-items: center; }
        .words { white-space: pre-line; }
        .siren + .siren { margin-top: calc(-1 * var(--s2)); }
        .row--gone { background: var(--sunken); } .row--gone .row__words, .row--gone h3 { color: var(--soft); }
        .field + .field, .field + fieldset, fieldset + .field, fieldset + .button, .field + .button { margin-top: var(--s4); }
        .row-of > .field + .field { margin-top: 0; }
        .page { max-width: 46rem; }
        .log td { vertical-align: top; } .log .num { white-space: nowrap; }
        .attached { max-width: 100%; max-height: 22rem; height: auto; display: block; border: 1px solid var(--line); border-radius: var(--r1); margin-top: var(--s2); }
        input[type=number], input[type=time] { font: 400 1rem/1.5 var(--sans); color: var(--ink); background: var(--surface); border: 2px solid var(--control); border-radius: var(--r1); padding: .4rem .6rem; min-height: var(--tap); }
        .needs-script { display: none; } .scripted p.needs-script { display: block; } .scripted span.needs-script { display: inline; } .scripted .choice.needs-script { display: flex; } .scripted .button.needs-script { display: inline-block; } .scripted .linkish.needs-script { display: inline-flex; align-items: center; }
        .scripted .no-script { display: none; }
        [hidden] { display: none !important; }
        .keys { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--s2) var(--s4); } kbd { font: 700 .944rem/1.3 var(--sans); border: 2px solid var(--control); border-radius: var(--r1); padding: .05rem .45rem; background: var(--surface); }
        .filters > .field { min-width: 0; max-width: 100%; }
        input[type=file] { font: 400 1rem/1.5 var(--sans); color: var(--ink); min-height: var(--tap); max-width: 100%; } input[type=file]::file-selector-button { font: 700 1rem/1.5 var(--sans); color: var(--ink); background: var(--surface); border: 2px solid var(--control); border-radius: var(--r1); padding: .4rem 1rem; margin-right: .75rem; min-height: var(--tap); }
        .short { max-width: 12rem; } .wide { width: 100%; }
        """#
}
