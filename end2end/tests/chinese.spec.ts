import { alive, composer, expect, expectLog, messages, say, signIn, test, tool, message, visit } from '../fixtures/test';

test('a Chinese browser gets Chinese, from the first page on', async ({ people, signedIn, visitor }) => {
  const admin = await people.admin();
  const page = await (await visitor({ locale: 'zh-CN' })).newPage();
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登录');
  await page.getByLabel('邮箱').fill(admin.email);
  await page.getByLabel('密码').fill('wrong, quite wrong');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await expect(page.getByRole('alert')).toHaveText(/[\u4e00-\u9fff]/);
  await page.getByLabel('邮箱').fill(admin.email);
  await page.getByLabel('密码').fill(admin.password);
  await page.getByRole('button', { name: '登录' }).click();
  await alive(page);
  await expect(composer(page)).toHaveAccessibleName('发消息到 # lobby');
  await expect(page.getByText('这里还没有消息')).toBeVisible();

  // Each reads the other's page in their own language.
  const bea = await signedIn(await people.add('Bea'));
  await alive(bea);
  await say(bea, '你好，*世界*！');
  await expectLog(page, '你好，世界！');
  await say(page, '大家好');
  await (await tool(message(page, '大家好'), '删除')).click();
  await messages(page).getByRole('button', { name: '删除', exact: true }).click();
  await expectLog(page, '你好，世界！', '这条消息已删除。');
  await expectLog(bea, '你好，世界！', 'This message was deleted.');
});

test('the language is switched before the sign-in, and stays', async ({ people, visitor }) => {
  const admin = await people.admin();
  const page = await (await visitor()).newPage();
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await page.getByRole('link', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登录');
  await page.getByLabel('邮箱').fill(admin.email);
  await page.getByLabel('密码').fill(admin.password);
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('link', { name: '所有房间' })).toBeVisible();
  await page.goto('/people');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('所有成员');
});

test('the language is switched in the settings, and goes along to other devices', async ({ people, visitor }) => {
  const admin = await people.admin();
  const page = await (await visitor()).newPage();
  await signIn(page, admin);
  await page.goto('/settings');
  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  await page.getByRole('region', { name: 'Profile' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await visit(page);
  await expect(page.getByRole('link', { name: '所有房间' })).toBeVisible();

  const phone = await (await visitor()).newPage();
  await signIn(phone, admin);
  await expect(phone.getByRole('link', { name: '所有房间' })).toBeVisible();

  await page.goto('/settings');
  await page.getByLabel('语言').selectOption('跟随浏览器');
  await page.getByRole('region', { name: '个人资料' }).getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});
