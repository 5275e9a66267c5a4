/// What a browser does beside showing pages. No page needs it.
extension Assets {
    static let scriptText = #"""
        'use strict';
        (() => {
          // Everything works without this file; it saves clicks, keeps what is typed, and shows what is new.
          const root = document.documentElement;
          root.classList.add('scripted');
          const $ = (id) => document.getElementById(id);
          const body = document.body;
          const code = (document.querySelector('input[name=ma]') || {}).value || '';
          const say = (id, isShown) => { const place = $(id); if (place) place.hidden = !isShown; };
          const clock = () => { const now = new Date(); return now.getHours() + ':' + String(now.getMinutes()).padStart(2, '0'); };
          const store = { get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
            set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows keep nothing */ } } };
          const post = (path, fields) => fetch(path, { method: 'POST', headers: { 'X-Live': '1' },
            body: new URLSearchParams({ ma: code, ...fields }), redirect: 'manual' });

          // What has to be mended is read first.
          const errors = $('loi');
          if (errors) errors.focus();

          // A second click within a second is none; the server has the last word.
          document.addEventListener('submit', (event) => {
            const form = event.target;
            if (form.dataset.sent && Date.now() - form.dataset.sent < 1000) { event.preventDefault(); return; }
            form.dataset.sent = Date.now();
          });

          // Tabs of one browser tell one another.
          const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('nha-rong') : null;
          const tell = (message) => { if (tabs) tabs.postMessage(message); };

          // The bell -------------------------------------------------------------------------------
          let sound = null;
          const bellIsOn = () => store.get('chuong') === '1';
          const bellWords = () => { const place = $('chuong'); if (place) place.textContent = bellIsOn() ? 'Chuông đang bật' : 'Chuông đang tắt'; };
          const strike = (pitch, at, length) => {
            const tone = sound.createOscillator(), loudness = sound.createGain();
            tone.frequency.value = pitch;
            loudness.gain.setValueAtTime(0.0001, at);
            loudness.gain.exponentialRampToValueAtTime(0.5, at + 0.02);
            loudness.gain.exponentialRampToValueAtTime(0.0001, at + length);
            tone.connect(loudness).connect(sound.destination);
            tone.start(at); tone.stop(at + length);
          };
          const ring = async (isAlarm) => {
            if (!bellIsOn() || !('AudioContext' in window)) return;
            sound = sound || new AudioContext();
            if (sound.state === 'suspended') await Promise.race([sound.resume(), new Promise((done) => setTimeout(done, 300))]);
            say('chan-chuong', sound.state !== 'running');
            if (sound.state !== 'running') return;
            const now = sound.currentTime;
            if (isAlarm) { for (let i = 0; i < 3; i += 1) { strike(988, now + i * 0.5, 0.25); strike(740, now + i * 0.5 + 0.25, 0.25); } } else { strike(784, now, 0.5); strike(988, now + 0.25, 0.7); }
          };
          bellWords();
          for (const id of ['nghe-thu', 'bat-chuong']) {
            if ($(id)) $(id).addEventListener('click', () => { store.set('chuong', '1'); bellWords(); ring(false); });
          }
          const bellBox = $('bell');
          if (bellBox) bellBox.form.addEventListener('submit', () => store.set('chuong', bellBox.checked ? '1' : '0'));
          // An emergency rings until it is taken.
          setInterval(() => { if (document.querySelector('[data-alarm]')) ring(true); }, 5000);
          if (document.querySelector('[data-alarm]')) ring(true);

          // The sign-in ----------------------------------------------------------------------------
          let ends = body.dataset.ends ? Date.now() + body.dataset.ends * 1000 : null;
          const warn = () => {
            if (ends === null) return;
            const left = ends - Date.now();
            const bar = $('sap-het');
            if (!bar) return;
            const words = left <= 0 ? 'Đã tự đăng xuất. Tin viết dở đã lưu, đăng nhập lại là thấy.' : 'Còn ' + Math.ceil(left / 60000) + ' phút là tự đăng xuất. Tin viết dở đã lưu.';
            if (left < 300000) { const text = bar.querySelector('p'); if (text.textContent !== words) text.textContent = words; }
            bar.hidden = left >= 300000;
            if (left <= 0) connection(true);
            if (left <= 0 && $('con-lam')) $('con-lam').textContent = 'Đăng nhập lại';
          };
          setInterval(warn, 10000);
          const isOver = () => ends !== null && ends <= Date.now();
          const over = () => { ends = Date.now(); warn(); };
          const prolonged = (seconds) => { ends = Date.now() + seconds * 1000; warn(); hearAll(); };
          if ($('con-lam')) {
            $('con-lam').addEventListener('click', async () => {
              if (isOver()) { location.reload(); return; }
              const reply = await post('/con-lam', {}).catch(() => null);
              if (!reply || !reply.ok) { location.reload(); return; }
              const seconds = (await reply.json()).ends;
              prolonged(seconds); tell({ ends: seconds });
            });
          }
          if (ends !== null) tell({ ends: Number(body.dataset.ends) });

          // What is new ----------------------------------------------------------------------------
          const self = body.dataset.self;
          const same = (element) => element.id ? '#' + CSS.escape(element.id) : element.getAttribute('href') ? 'a[href="' + CSS.escape(element.getAttribute('href')) + '"]' : element.name ? '[name="' + CSS.escape(element.name) + '"]' : element.tagName.toLowerCase();
          const swap = (old, fresh) => {
            if (old.innerHTML === fresh.innerHTML && old.className === fresh.className) return;
            const focus = old.contains(document.activeElement) ? same(document.activeElement) : null;
            old.className = fresh.className;
            old.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
            if (focus) { const again = old.querySelector(focus); if (again) again.focus({ preventScroll: true }); }
          };
          let waiting = null;
          const swapRows = (old, fresh) => {
            const rows = old.querySelectorAll('li[data-key]');
            const news = new Map(Array.from(fresh.querySelectorAll('li[data-key]'), (row) => [row.dataset.key, row]));
            if (!rows.length) { swap(old, fresh); return news.size; }
            for (const row of rows) {
              const now = news.get(row.dataset.key);
              news.delete(row.dataset.key);
              if (now) { swap(row, now); } else if (!row.classList.contains('row--gone')) {
                row.classList.add('row--gone');
                const who = row.querySelector('.row__who');
                if (who) who.textContent = 'Không còn trong danh sách này';
              }
            }
            waiting = fresh;
            const bar = $('viec-moi');
            if (bar) {
              bar.hidden = !news.size;
              bar.querySelector('button').textContent = 'Có ' + news.size + ' việc mới. Hiện ra';
            }
            return news.size;
          };
          if ($('viec-moi')) {
            $('viec-moi').addEventListener('click', () => {
              if (waiting) swap($('danh-sach'), waiting);
              $('viec-moi').hidden = true;
            });
          }
          let asking = 0, told = 0;
          const refresh = async () => {
            if (!self || !document.querySelector('[data-live]')) return;
            asking += 1;
            const mine = asking;
            const reply = await fetch(self, { headers: { 'X-Live': '1' }, redirect: 'manual' }).catch(() => null);
            // What was asked for before something newer came is old.
            if (!reply || mine !== asking) return;
            if (reply.status === 401) { over(); return; }
            if (!reply.ok) return;
            const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
            if (mine !== asking) return;
            const hadAlarm = document.querySelector('[data-alarm]');
            for (const old of document.querySelectorAll('[data-live]')) {
              const fresh = page.getElementById(old.id);
              if (!fresh) continue;
              if (old.dataset.live === 'rows') { const news = swapRows(old, fresh); if (news > told) ring(false); told = news; } else { swap(old, fresh); }
            }
            for (const old of document.querySelectorAll('[data-count]')) {
              const fresh = page.querySelector('[data-count="' + old.dataset.count + '"]');
              if (fresh) swap(old, fresh);
            }
            if (!document.title.startsWith('Lỗi')) document.title = page.title;
            const alarm = document.querySelector('[data-alarm]');
            if (alarm && !hadAlarm) ring(true);
            const seen = page.querySelector('input[name=thay]');
            if (seen) body.dataset.newest = seen.value;
            leaving();
          };
          // Remaining minutes and the fate of what was sent change without anybody doing something.
          setInterval(() => { if (document.visibilityState === 'visible') refresh(); }, 60000);
          const leaving = () => {
            for (const bar of document.querySelectorAll('[data-leaves]')) {
              if (bar.dataset.timed) continue;
              bar.dataset.timed = '1';
              setTimeout(refresh, (Number(bar.dataset.leaves) + 1) * 1000);
            }
          };
          leaving();

          let cut = null;
          const connection = (isUp) => {
            const bar = $('mat-noi');
            if (!bar) return;
            if (isUp) { clearTimeout(cut); cut = null; bar.hidden = true; return; }
            if (cut) return;
            const since = clock();
            cut = setTimeout(() => { bar.querySelector('[data-when]').textContent = 'Trang này là lúc ' + since + '.'; bar.hidden = false; }, 4000);
          };
          let heard = false;
          const hear = (message) => {
            heard = heard || Boolean(message.news);
            if (message.ends) prolonged(message.ends);
            if (message.news) refresh();
            // Whose sign-in is over is connected no more, and another bar says so.
            if ('up' in message) connection(message.up || isOver());
          };
          if (tabs) tabs.onmessage = (event) => hear(event.data);
          const both = (message) => { hear(message); tell(message); };
          let stream = null;
          // Until the sign-in ends or the stream is refused: then the lock is free for another tab, or for the next try.
          const listen = () => new Promise((done) => {
            stream = new EventSource('/dien-bien');
            stream.addEventListener('begin', () => both({ up: true, news: true }));
            stream.addEventListener('changed', () => both({ news: true }));
            stream.addEventListener('ended', () => { stream.close(); over(); both({ news: true }); done(); });
            stream.onerror = () => {
              both({ up: false });
              // What a browser closes it does not open again by itself: the sign-in is over, or there is no room.
              if (stream.readyState !== 2) return;
              fetch(self, { headers: { 'X-Live': '1' }, redirect: 'manual' }).then((reply) => { if (reply.status === 401) over(); })
                .catch(() => null).then(() => setTimeout(done, 5000));
            };
          });
          window.addEventListener('pagehide', () => { if (stream) stream.close(); });
          let isListening = false;
          const hearAll = () => {
            if (!self || !('EventSource' in window) || isListening || isOver()) return;
            isListening = true;
            // Browsers open six connections to one address: one tab listens for all, or a seventh tab would wait for ever.
            (navigator.locks && tabs ? navigator.locks.request('nha-rong-nghe', listen) : listen()).then(() => { isListening = false; hearAll(); });
          };
          hearAll();
          // A tab that another one listens for was perhaps shown just before something changed.
          setTimeout(() => { if (!heard) refresh(); }, 2000);
          window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

          // Writing an answer ----------------------------------------------------------------------
          const box = $('tra-loi');
          const text = $('tin');
          if (box && text && text.tagName === 'TEXTAREA' && !text.readOnly) {
            const form = () => Object.fromEntries(new FormData(box));
            let saved = text.value, timer = null, busy = false, asked = '';
            const show = (reply) => {
              $('gia').textContent = reply.size;
              $('xem-truoc').textContent = reply.preview;
              $('hien').hidden = !reply.preview;
              $('gui-gia').textContent = reply.cost ? ' · ' + reply.cost : '';
              $('gia-thay').value = reply.cost;
              if (reply.fault) $('gia').textContent = reply.fault;
              for (const place of box.querySelectorAll('[data-cost]')) {
                const cost = reply.costs[place.dataset.cost];
                place.textContent = cost ? '· ' + cost : '';
              }
            };
            const key = () => text.value + '\n' + (form().chu || '');
            const save = async () => {
              if (busy || key() === asked) return;
              busy = true;
              const now = text.value, wanted = key();
              const fields = form();
              const reply = await post(box.dataset.draft, { tin: now, chu: fields.chu || '', thay: fields.thay, kt: fields.kt, kenh: fields.kenh }).catch(() => null);
              busy = false;
              if (reply && reply.ok) {
                const words = await reply.json();
                saved = now; asked = wanted; prolonged(words.ends);
                show(words);
                if (words.saved) $('luu').textContent = words.saved;
                say('con-nguyen', false);
                if (key() !== asked) later(700);
              } else if (reply && reply.status === 401) {
                over();
                $('luu').textContent = 'Đã tự đăng xuất. Đăng nhập lại ở trang khác rồi viết tiếp, hoặc bấm Gửi.';
                later(4000);
              } else {
                $('luu').textContent = 'Chưa lưu được, đang thử lại. Cứ viết tiếp.';
                later(2000);
              }
            };
            const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
            // Half a second of rest, and two seconds at most while somebody types on and on.
            let since = null;
            text.addEventListener('input', () => {
              since = since || Date.now();
              clearTimeout(timer);
              timer = setTimeout(() => { since = null; save(); }, Math.max(0, Math.min(500, since + 2000 - Date.now())));
            });
            text.addEventListener('blur', save);
            box.addEventListener('change', (event) => { if (event.target.name === 'chu') later(0); });
            window.addEventListener('pagehide', () => {
              if (text.value === saved || box.dataset.sent) return;
              const fields = form();
              navigator.sendBeacon(box.dataset.draft, new URLSearchParams({ ma: code, tin: text.value, chu: fields.chu || '', thay: fields.thay, kt: fields.kt, kenh: fields.kenh }));
            });
            // A ready answer goes where the caret is, and the caret behind it.
            box.addEventListener('click', (event) => {
              const pick = event.target.closest('button[data-body]');
              if (!pick) return;
              event.preventDefault();
              const start = text.selectionStart;
              text.setRangeText(pick.dataset.body, start, text.selectionEnd, 'end');
              text.focus();
              later(0);
              post(location.pathname.replace(/\/tra-loi$/, '') + '/dung-cau', { chen: pick.value }).catch(() => null);
            });
            // Who sends sees the price that counts: what was typed since the last look is looked at first.
            const send = $('gui');
            send.addEventListener('click', (event) => {
              if (key() === asked || !text.value.trim() || (asked === '' && text.value === text.defaultValue)) return;
              event.preventDefault();
              const ready = (async () => { clearTimeout(timer); while (busy) await new Promise((done) => setTimeout(done, 50)); await save(); asked = key(); })();
              Promise.race([ready, new Promise((done) => setTimeout(done, 3000))]).then(() => { asked = key(); delete box.dataset.sent; box.requestSubmit(send); });
            });
          }

          // Who reads and who types, for colleagues.
          const matter = /^\/viec\/(\d+)$/.exec(self || '');
          if (matter) {
            const here = () => { if (document.visibilityState === 'visible') post('/viec/' + matter[1] + '/co-mat', { viet: document.activeElement === text && text && text.value ? '1' : '0' }).catch(() => null); };
            setInterval(here, 15000);
            window.addEventListener('pagehide', () => navigator.sendBeacon('/viec/' + matter[1] + '/ve', new URLSearchParams({ ma: code })));
          }

          // A number that was shown is masked again.
          const shown = document.querySelector('[data-mask]');
          if (shown) setTimeout(() => location.assign(location.pathname), Number(shown.dataset.mask) * 1000);

          const print = $('in');
          if (print) print.addEventListener('click', () => window.print());

          // Keys, outside of fields alone, none of which sends, takes or closes.
          const keysOff = $('phim-tat');
          if (keysOff) { keysOff.checked = store.get('phim') !== '0'; keysOff.addEventListener('change', () => store.set('phim', keysOff.checked ? '1' : '0')); }
          document.addEventListener('keydown', (event) => {
            if (store.get('phim') === '0' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
            if (event.target.closest('input, textarea, select, [contenteditable]')) return;
            const rows = Array.from(document.querySelectorAll('.row h3 a, .hits h3 a'));
            const at = rows.indexOf(document.activeElement);
            if (event.key === 'j' && rows.length) rows[Math.min(at + 1, rows.length - 1)].focus();
            else if (event.key === 'k' && rows.length) rows[Math.max(at - 1, 0)].focus();
            else if (event.key === 'g') location.assign('/viec');
            else if (event.key === '/') { const field = $('q'); if (field) field.focus(); else location.assign('/tim'); }
            else if (event.key === '?') location.assign('/phim-tat');
            else return;
            event.preventDefault();
          });
        })();
        """#
}
