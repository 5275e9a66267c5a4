extension PhoneAssets {
    /// Own script of the page: asks for the state each second and builds what changed, with text nodes only.
    static let script = #"""
        'use strict';
        const el = (tag, attributes = {}, ...children) => {
          const node = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) {
            if (name === 'on') for (const [event, call] of Object.entries(value)) node.addEventListener(event, call);
            else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
          }
          node.append(...children.filter(c => c !== null && c !== undefined));
          return node;
        };
        const find = id => document.getElementById(id);
        let room = null, chosen = null, here = null;
        const drawn = new Map();

        async function ask(path, options) {
          const answer = await fetch(path, options);
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        }
        async function post(path, body, type) {
          const options = {method: 'POST', headers: {'X-Phone-Page': '1', 'Content-Type': type}, body};
          try {
            const result = await ask(path, options);
            tell(result.error || '');
            return !result.error;
          } catch (error) {
            tell('Không nói chuyện được với simulator. Nó còn chạy không?');
            return false;
          } finally { await refresh(); }
        }
        const act = order => { setTimeout(refresh, 60); return post('/do', JSON.stringify(order), 'application/json'); };
        const tell = text => { if (find('bao').textContent !== text) find('bao').textContent = text; };

        let asking = false;
        async function refresh() {
          if (asking) return;
          asking = true;
          try {
            const text = JSON.stringify(await ask('/state'));
            if (find('bao').dataset.cut) { tell(''); delete find('bao').dataset.cut; }
            if (text !== JSON.stringify(room)) { room = JSON.parse(text); draw(); }
          } catch (error) {
            tell('Mất liên lạc với simulator.');
            find('bao').dataset.cut = '1';
          } finally { asking = false; }
        }

        function draw() {
          find('dong-ho').textContent = room.clock;
          find('doi-gio').hidden = !room.isOwn;
          find('noi').textContent = room.isOwn
            ? 'Cổng riêng của trang này: dữ liệu tập, tắt simulator là mất.'
            : 'Nối với cổng đang chạy: cán bộ trả lời được ở trang cán bộ.';
          if (document.activeElement !== find('nha-mang')) find('nha-mang').value = room.mood;
          const kinds = find('kenh');
          if (kinds.children.length !== room.channels.length)
            kinds.replaceChildren(...room.channels.map(c => el('option', {value: c.id}, c.name)));
          if (!room.phones.some(p => p.number === here)) here = room.phones.length ? room.phones[0].number : null;
          const main = find('dien-thoai');
          for (const [number, parts] of drawn)
            if (!room.phones.some(p => p.number === number)) { parts.node.remove(); drawn.delete(number); }
          for (const phone of room.phones) {
            let parts = drawn.get(phone.number);
            if (!parts) { parts = frame(phone); drawn.set(phone.number, parts); main.append(parts.node); }
            parts.node.classList.toggle('here', phone.number === here);
            fill(parts, phone);
          }
          drawSide();
        }

        const name = phone => phone.isSMS ? phone.address : 'Tài khoản …' + phone.address.slice(-4);

        function frame(phone) {
          const id = 'dt' + phone.number;
          const log = el('ol', {class: 'log', tabindex: '0', 'aria-label': 'Tin nhắn trên ' + name(phone)});
          const input = el('input', {id: id + '-chu', type: 'text', autocomplete: 'off', maxlength: '4000',
            placeholder: 'Nhắn tin cho xã', on: {focus: () => choose(phone.number)}});
          const form = el('form', {class: 'write', action: '/', method: 'get', on: {submit: event => {
            event.preventDefault();
            const text = input.value;
            if (!text.trim()) return;
            input.value = '';
            chosen = null;
            choose(phone.number);
            act({what: 'send', phone: phone.number, text}).then(isSent => { if (!isSent && !input.value) input.value = text; });
          }}}, el('label', {class: 'hidden', for: id + '-chu'}, 'Tin nhắn từ ' + name(phone)), input,
            el('button', {type: 'submit', class: 'send'}, 'Gửi'));
          const attach = el('div', {class: 'attach'});
          const carries = new Set(phone.carries);
          if (carries.has('photo')) attach.append(...picker(phone, id + '-anh', 'Ảnh', 'image/jpeg,image/png,image/gif,image/webp'));
          if (carries.has('voice')) attach.append(...picker(phone, id + '-am', 'Ghi âm', 'audio/*'));
          for (const [what, label] of [['location', 'Vị trí'], ['sticker', 'Nhãn dán'], ['follow', 'Quan tâm']])
            if (carries.has(what)) attach.append(el('button', {type: 'button',
              on: {click: () => { choose(phone.number); act({what, phone: phone.number}); }}}, label));
          const waiting = el('p', {class: 'waiting', role: 'status'});
          const node = el('article', {class: 'phone ' + (phone.channelName.startsWith('Zalo') ? 'zalo' : 'sms'), 'aria-labelledby': id},
            el('div', {class: 'phone-head'},
              el('div', {}, el('h3', {id}, name(phone)), el('p', {}, phone.channelName)),
              el('button', {type: 'button', class: 'close', 'aria-label': 'Cất điện thoại ' + name(phone),
                on: {click: () => act({what: 'remove', phone: phone.number})}}, '✕')),
            log, waiting, el('div', {class: 'compose'}, form, attach.children.length ? attach : null));
          return {node, log, waiting, lines: new Map(), last: ''};
        }

        function picker(phone, id, label, accept) {
          const input = el('input', {id, type: 'file', accept, hidden: true, 'aria-label': label + ' từ ' + name(phone), on: {change: async () => {
            const file = input.files[0];
            if (!file) return;
            choose(phone.number);
            await post('/file?phone=' + phone.number + '&name=' + encodeURIComponent(file.name), file, file.type);
            input.value = '';
          }}});
          return [input, el('button', {type: 'button', on: {click: () => input.click()}}, label)];
        }

        const kinds = {image: 'Ảnh', voice: 'Ghi âm', file: 'Tệp', location: 'Vị trí', sticker: 'Nhãn dán', follow: 'Bấm quan tâm kênh', video: 'Video'};

        function bubble(message) {
          const inside = [];
          if (message.kind === 'image' && message.media) inside.push(el('img', {src: message.media, alt: 'Ảnh đã gửi'}));
          else if (message.kind === 'sticker' && message.media) inside.push(el('img', {src: message.media, alt: 'Nhãn dán mặt cười', width: '96', height: '96'}));
          else if (message.kind === 'voice' && message.media) inside.push(el('audio', {src: message.media, controls: true, 'aria-label': 'Ghi âm đã gửi'}));
          else if (message.kind !== 'text') inside.push(el('b', {}, kinds[message.kind] || message.kind), message.text ? ': ' : '');
          if (message.text) inside.push(message.text);
          return el('div', {class: 'bubble'}, ...inside);
        }

        function fill(parts, phone) {
          if (parts.waiting.textContent !== phone.waiting) parts.waiting.textContent = phone.waiting;
          const text = JSON.stringify([phone.messages, chosen]);
          if (text === parts.last) return;
          const grew = parts.count !== phone.messages.length;
          parts.last = text;
          parts.count = phone.messages.length;
          const place = parts.log.scrollTop;
          // What is at its end stays there: the ticks and "Vì sao?" of the last message come after it.
          const isAtEnd = place + parts.log.clientHeight >= parts.log.scrollHeight - 8;
          const lines = [];
          let day = '';
          for (const message of phone.messages) {
            if (message.day !== day) lines.push(kept(parts, 'day' + message.key, message.day, () => ({node: el('li', {class: 'day'}, message.day)})));
            day = message.day;
            lines.push(line(parts, phone, message));
          }
          // A line stays the same element while ticks change around it: a press that has begun is not lost.
          lines.forEach((node, index) => {
            if (parts.log.children[index] !== node) parts.log.insertBefore(node, parts.log.children[index] || null);
          });
          while (parts.log.children.length > lines.length) parts.log.lastElementChild.remove();
          if (grew || isAtEnd) parts.log.scrollTop = parts.log.scrollHeight; else parts.log.scrollTop = place;
        }

        // What was drawn under a key, or anew where what it says is another.
        function kept(parts, key, says, make) {
          const old = parts.lines.get(key);
          if (old && old.says === says) return old.node;
          const made = {...make(), says};
          const held = old && old.node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
          if (old) old.node.replaceWith(made.node);
          if (held) { const again = made.node.querySelector('[data-key="' + held + '"]'); if (again) again.focus({preventScroll: true}); }
          parts.lines.set(key, made);
          return made.node;
        }

        function line(parts, phone, message) {
          const key = phone.number + message.key;
          const says = JSON.stringify({...message, time: null, ticks: null, cost: null, why: Boolean(message.why)});
          const node = kept(parts, message.key, says, () => {
            const who = {villager: 'Người dân', machine: 'Máy của xã', officer: 'Cán bộ xã'}[message.side];
            const choices = message.buttons.length ? el('div', {class: 'choices'}, ...message.buttons.map((button, index) =>
              el('button', {type: 'button', 'data-key': key + 'b' + index,
                on: {click: () => { chosen = null; choose(phone.number); act({what: 'tap', phone: phone.number, text: button.payload}); }}}, button.title))) : null;
            const why = message.why ? el('button', {type: 'button', class: 'link', 'data-key': key + 'w', 'aria-pressed': 'false',
              'aria-label': 'Vì sao? Tin “' + message.text.slice(0, 40) + '”',
              on: {click: () => { chosen = key; here = phone.number; draw();
                if (matchMedia('(max-width: 60rem)').matches) find('vi-sao').scrollIntoView(); }}}, 'Vì sao?') : null;
            const told = el('span');
            const under = el('p', {class: 'under'}, message.side === 'officer' ? el('b', {}, 'Cán bộ · ') : null, told);
            return {why, told, node: el('li', {class: 'msg ' + message.side}, el('span', {class: 'hidden'}, who + ': '), bubble(message), choices, under, why)};
          });
          const {told, why} = parts.lines.get(message.key);
          const text = [message.time, message.ticks, message.cost].filter(Boolean).join(' · ');
          if (told.textContent !== text) told.textContent = text;
          if (why) why.setAttribute('aria-pressed', chosen === key ? 'true' : 'false');
          return node;
        }

        function choose(number) {
          if (here === number) return;
          here = number;
          chosen = null;
          if (room) draw();
        }

        const tones = {topic: 'chỉ ra việc', facet: 'hỏi về', rival: 'giống việc khác', danger: 'dấu hiệu nguy hiểm'};
        let sideText = '';

        function drawSide() {
          const phone = room.phones.find(p => p.number === here);
          const asked = phone ? phone.messages.filter(m => m.why) : [];
          const message = asked.find(m => phone.number + m.key === chosen) || asked[asked.length - 1];
          const text = JSON.stringify([here, message, phone && phone.desk, phone && phone.mayBeAnswered]);
          if (text === sideText) return;
          sideText = text;
          if (message) {
            const used = [...new Set(message.why.pieces.map(p => p.tone).filter(t => t !== 'plain'))];
            find('ly-do').replaceChildren(
              el('p', {class: 'soft'}, name(phone) + ', ' + message.time + ' ' + message.day),
              el('p', {class: 'said'}, ...(message.why.pieces.length ? message.why.pieces.map(p => p.tone === 'plain' ? p.text
                : el('span', {class: 'tone ' + p.tone}, p.text)) : ['(' + (kinds[message.kind] || message.kind) + ')'])),
              used.length ? el('ul', {class: 'legend'}, ...used.map(t => el('li', {}, el('span', {class: 'tone ' + t}, 'chữ này'), ' ' + tones[t]))) : '',
              el('ul', {class: 'reasons'}, ...message.why.lines.map(line => el('li', {class: line.startsWith('Trong cuộc') ? 'result' : null}, line))));
          } else {
            find('ly-do').replaceChildren(el('p', {class: 'soft'}, 'Nhắn một tin từ điện thoại, ở đây sẽ hiện máy hiểu tin ấy thế nào.'));
          }
          drawDesk(phone);
        }

        function drawDesk(phone) {
          const old = find('tra-loi');
          const written = old ? old.value : '';
          const isOld = old && old.dataset.phone === String(here);
          const parts = [];
          if (!phone || !phone.desk.length) parts.push(el('p', {class: 'soft'}, phone ? 'Chưa có việc nào của ' + name(phone) + ' chờ cán bộ.' : ''));
          else parts.push(el('ul', {class: 'matters'}, ...phone.desk.map(line => el('li', {class: line.startsWith('#') ? 'head' : null}, line))));
          if (phone && phone.mayBeAnswered) {
            const box = el('textarea', {id: 'tra-loi', 'data-phone': String(here), maxlength: '4000'});
            if (isOld) box.value = written;
            parts.push(el('form', {class: 'staff', action: '/', method: 'get', on: {submit: event => {
              event.preventDefault();
              const text = box.value;
              if (text.trim()) act({what: 'staff', phone: phone.number, text}).then(isSent => { if (isSent) box.value = ''; });
            }}}, el('label', {for: 'tra-loi'}, 'Cán bộ trả lời ' + name(phone)), box, el('div', {}, el('button', {type: 'submit'}, 'Trả lời với vai cán bộ'))));
          }
          const hadFocus = old && document.activeElement === old;
          find('ban').replaceChildren(...parts);
          if (hadFocus && isOld && find('tra-loi')) find('tra-loi').focus();
        }

        for (const button of document.querySelectorAll('[data-time]'))
          button.addEventListener('click', () => act({what: 'time', text: button.dataset.time}));
        find('nha-mang').addEventListener('change', () => act({what: 'provider', text: find('nha-mang').value}));
        find('them').addEventListener('submit', async event => {
          event.preventDefault();
          if (await act({what: 'add', channel: find('kenh').value, text: find('so').value})) find('so').value = '';
        });
        refresh();
        setInterval(refresh, 1000);
        """#
}
