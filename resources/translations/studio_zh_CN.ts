<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutPicture</name>
    <message>
        <source>CLIP skip</source>
        <translation>CLIP 跳层</translation>
    </message>
    <message>
        <source>Copies the picture into the project, with all it says</source>
        <translation>把图片连同它的全部信息复制到项目中</translation>
    </message>
    <message>
        <source>Ctrl+C copies the selected value</source>
        <translation>Ctrl+C 复制所选的值</translation>
    </message>
    <message>
        <source>Drop a picture from elsewhere on the window to read what it says of itself.</source>
        <translation>把别处的图片拖到窗口上，即可读取其中的信息。</translation>
    </message>
    <message>
        <source>Every control shows what made this picture</source>
        <translation>所有控件恢复为这张图片生成时的设置</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>It does not say what made it.</source>
        <translation>图片没有说明它是怎样生成的。</translation>
    </message>
    <message>
        <source>Kept as it was written</source>
        <translation>按原文保留</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Made by {program}</source>
        <translation>由 {program} 生成</translation>
    </message>
    <message>
        <source>Only the prompt</source>
        <translation>仅提示词</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来历</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>版权</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Start from it</source>
        <translation>以它为起点</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Takes over the words, and nothing else</source>
        <translation>只取用提示词，其余不变</translation>
    </message>
    <message>
        <source>Text in the file</source>
        <translation>文件中的文字</translation>
    </message>
    <message>
        <source>The next picture begins with this one, not with noise</source>
        <translation>下一张图片从这张开始，而不是从噪声开始</translation>
    </message>
    <message>
        <source>Use all</source>
        <translation>全部使用</translation>
    </message>
    <message>
        <source>Used by the studio</source>
        <translation>画室使用的信息</translation>
    </message>
    <message>
        <source>What the picture says of itself</source>
        <translation>图片自带的信息</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>图片的来历</translation>
    </message>
    <message>
        <source>a model of its name is here: {model}</source>
        <translation>这里有同名的模型：{model}</translation>
    </message>
    <message>
        <source>its model is here as {model}</source>
        <translation>它的模型在这里，名为 {model}</translation>
    </message>
    <message>
        <source>the model {model} is not here</source>
        <translation>模型 {model} 不在这里</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Canvas</source>
        <translation>画布(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Gallery</source>
        <translation>图库(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
</context>
<context>
    <name>ArrangeMenu</name>
    <message>
        <source>&amp;Newest first</source>
        <translation>最新在前(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Oldest first</source>
        <translation>最早在前(&amp;O)</translation>
    </message>
    <message>
        <source>Another order each time it is chosen</source>
        <translation>每次选择都重新打乱</translation>
    </message>
    <message>
        <source>By &amp;chance</source>
        <translation>随机(&amp;C)</translation>
    </message>
    <message>
        <source>By &amp;day</source>
        <translation>按日期(&amp;D)</translation>
    </message>
    <message>
        <source>By &amp;request</source>
        <translation>按生成设置(&amp;R)</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Most &amp;stars first</source>
        <translation>星级高在前(&amp;S)</translation>
    </message>
    <message>
        <source>No &amp;groups</source>
        <translation>不分组(&amp;G)</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
</context>
<context>
    <name>AxisRow</name>
    <message>
        <source>Commas between values; a value with a comma of its own stands in quotes</source>
        <translation>用逗号分隔各个值；含有逗号的值用引号括起来</translation>
    </message>
    <message>
        <source>Put in all there are</source>
        <translation>填入全部</translation>
    </message>
    <message>
        <source>What is another in each picture along this axis</source>
        <translation>沿这个轴，每张图片有什么不同</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{axis}: values</source>
        <translation>{axis}：值</translation>
    </message>
    <message>
        <source>{axis}: what varies</source>
        <translation>{axis}：变化项</translation>
    </message>
</context>
<context>
    <name>CanvasCommands</name>
    <message>
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Before and after</source>
        <translation>前后对比(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>差异(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Fill the canvas</source>
        <translation>填满画布(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Keep this picture for comparing</source>
        <translation>固定此图用于对比(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Mirror the view</source>
        <translation>镜像视图(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;One picture</source>
        <translation>单张(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Type a zoom</source>
        <translation>输入缩放比例(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Up to four</source>
        <translation>最多四张(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>整幅图片(&amp;W)</translation>
    </message>
    <message>
        <source>Around the picture</source>
        <translation>图片周围</translation>
    </message>
    <message>
        <source>Choose Before and after first: it has the line to move.</source>
        <translation>请先选择“前后对比”：只有它有可移动的分隔线。</translation>
    </message>
    <message>
        <source>Compare the selected pictures</source>
        <translation>对比所选图片</translation>
    </message>
    <message>
        <source>Compare with its starting picture</source>
        <translation>与起始图片对比</translation>
    </message>
    <message>
        <source>Compare with the &amp;previous picture</source>
        <translation>与上一张对比(&amp;P)</translation>
    </message>
    <message>
        <source>Copy the color under the mouse</source>
        <translation>复制鼠标处的颜色</translation>
    </message>
    <message>
        <source>E&amp;xchange the two pictures</source>
        <translation>交换两张图片(&amp;X)</translation>
    </message>
    <message>
        <source>Hold X on the canvas to peek at the other one</source>
        <translation>在画布上按住 X 可查看另一张</translation>
    </message>
    <message>
        <source>Line of before and after lies a&amp;cross</source>
        <translation>对比分隔线横放(&amp;C)</translation>
    </message>
    <message>
        <source>Lines between the pixels</source>
        <translation>像素网格</translation>
    </message>
    <message>
        <source>Only what you see: the picture itself stays as it is</source>
        <translation>只改变显示：图片本身不变</translation>
    </message>
    <message>
        <source>Seen from 800 % on</source>
        <translation>放大到 800 % 起可见</translation>
    </message>
    <message>
        <source>Show less of the earlier picture</source>
        <translation>少显示前一张</translation>
    </message>
    <message>
        <source>Show more of the earlier picture</source>
        <translation>多显示前一张</translation>
    </message>
    <message>
        <source>Side &amp;by side</source>
        <translation>并排(&amp;B)</translation>
    </message>
    <message>
        <source>The next picture shown appears beside it</source>
        <translation>接下来查看的图片会显示在它旁边</translation>
    </message>
    <message>
        <source>Turn the view &amp;left</source>
        <translation>向左旋转视图(&amp;L)</translation>
    </message>
    <message>
        <source>Turn the view &amp;right</source>
        <translation>向右旋转视图(&amp;R)</translation>
    </message>
    <message>
        <source>Two to four pictures that are selected in the gallery</source>
        <translation>在图库中选中的两到四张图片</translation>
    </message>
    <message>
        <source>View &amp;straight again</source>
        <translation>视图复原(&amp;S)</translation>
    </message>
    <message>
        <source>What made this p&amp;icture</source>
        <translation>这张图片的生成信息(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
</context>
<context>
    <name>CanvasPanel</name>
    <message>
        <source>preview, step {n} of {total}</source>
        <translation>预览，第 {n} 步，共 {total} 步</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>difference × {n}</source>
        <translation>差异 × {n}</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>starting picture</source>
        <translation>起始图片</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>Pictures of this request with other seeds</source>
        <translation>同一设置、不同种子的图片</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>还没有。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>您想做什么？</translation>
    </message>
</context>
<context>
    <name>CompletionPopup</name>
    <message>
        <source>Choose this style: {words}</source>
        <translation>选择这个风格：{words}</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>补全</translation>
    </message>
</context>
<context>
    <name>DaysPopup</name>
    <message>
        <source>Every day</source>
        <translation>所有日期</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Show these days</source>
        <translation>显示这些日期</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>The last year</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
</context>
<context>
    <name>DefaultsForm</name>
    <message>
        <source>Begin again with what the model&apos;s files say</source>
        <translation>恢复为模型文件中的默认值</translation>
    </message>
    <message>
        <source>Height at first</source>
        <translation>初始高度</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Parameters, style and size of the request become its own</source>
        <translation>把当前的参数、风格和尺寸设为它的初始值</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Style at first</source>
        <translation>初始风格</translation>
    </message>
    <message>
        <source>Take what is set now</source>
        <translation>采用当前设置</translation>
    </message>
    <message>
        <source>The size of a picture when this model is chosen</source>
        <translation>选用这个模型时的图片尺寸</translation>
    </message>
    <message>
        <source>The style that is chosen together with this model</source>
        <translation>选用这个模型时一并选用的风格</translation>
    </message>
    <message>
        <source>Width at first</source>
        <translation>初始宽度</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>A note of your own</source>
        <translation>您自己的备注</translation>
    </message>
    <message>
        <source>A picture of the model</source>
        <translation>模型的示例图</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>初始设置</translation>
    </message>
    <message>
        <source>Best size</source>
        <translation>最佳尺寸</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Chooses the model for the next picture</source>
        <translation>下一张图片使用这个模型</translation>
    </message>
    <message>
        <source>Compute the hash</source>
        <translation>计算哈希</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Draw with it</source>
        <translation>用它绘制</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>哈希</translation>
    </message>
    <message>
        <source>Kept with the settings, not in the model&apos;s files</source>
        <translation>保存在设置中，不写入模型文件</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>License</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>占用空间</translation>
    </message>
    <message>
        <source>Opens the folder it lies in</source>
        <translation>打开它所在的文件夹</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>组成</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Reads the whole model; other programs know it by this number</source>
        <translation>需读取整个模型；其他程序用这个值识别它</translation>
    </message>
    <message>
        <source>Says</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What the model is called here; empty: its own name</source>
        <translation>模型在这里的名称；留空则用它自己的名称</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Writes a safetensors file beside it. The pickle is read in a process without any rights, nothing in it is run, and it stays as it is.</source>
        <translation>在旁边写一个 safetensors 文件。pickle 在一个没有任何权限的进程里读取，其中的内容不会运行，原文件保持不变。</translation>
    </message>
    <message>
        <source>is being computed...</source>
        <translation>正在计算…</translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message>
        <source>Add a tag</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Every control shows what made this picture</source>
        <translation>所有控件恢复为这张图片生成时的设置</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Put into an album</source>
        <translation>加入相册</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Select a picture to see what made it.</source>
        <translation>选择一张图片，查看它的生成信息。</translation>
    </message>
    <message>
        <source>Take out of the album {name}</source>
        <translation>移出相册“{name}”</translation>
    </message>
    <message>
        <source>Take over only its seed, and keep it</source>
        <translation>只取用它的种子，并沿用</translation>
    </message>
    <message>
        <source>Take over only its words</source>
        <translation>只取用它的提示词</translation>
    </message>
    <message>
        <source>Take the tag {name} off</source>
        <translation>去掉标签“{name}”</translation>
    </message>
    <message>
        <source>Use all</source>
        <translation>全部使用</translation>
    </message>
    <message>
        <source>{n:n} pictures</source>
        <translation>{n:n} 张图片</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Studio styles</source>
        <translation>画室风格</translation>
    </message>
</context>
<context>
    <name>DropTarget</name>
    <message>
        <source>Dropped picture</source>
        <translation>拖入的图片</translation>
    </message>
    <message>
        <source>Look at {n} pictures and offer to import them</source>
        <translation>查看这 {n} 张图片，并可导入</translation>
    </message>
    <message>
        <source>Look what this is: pictures, styles, settings</source>
        <translation>看看这是什么：图片、风格还是设置</translation>
    </message>
    <message>
        <source>Nothing is fetched from a network: save the picture first</source>
        <translation>不会从网络获取任何内容：请先保存图片</translation>
    </message>
    <message>
        <source>Open the project, or import the pictures of the folder</source>
        <translation>打开项目，或导入文件夹中的图片</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Read settings from this text, or take it as the prompt</source>
        <translation>从这段文字读取设置，或把它用作提示词</translation>
    </message>
    <message>
        <source>Say what this model is</source>
        <translation>说明这是什么模型</translation>
    </message>
    <message>
        <source>Show this picture and read what made it</source>
        <translation>显示这张图片，并读取它的生成信息</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Back to the pictures</source>
        <translation>回到图片</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Deleted pictures stay here until you empty it.</source>
        <translation>删除的图片会留在这里，直到您清空回收站。</translation>
    </message>
    <message>
        <source>No picture is like that</source>
        <translation>没有符合条件的图片</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>Open a project...</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Opening the project...</source>
        <translation>正在打开项目…</translation>
    </message>
    <message>
        <source>Other words, or fewer filters, find more.</source>
        <translation>换几个词，或减少筛选条件，能找到更多。</translation>
    </message>
    <message>
        <source>Pictures live in a project: a folder that anyone can read.</source>
        <translation>图片保存在项目中：一个谁都能读取的普通文件夹。</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>回收站是空的</translation>
    </message>
    <message>
        <source>Write a prompt</source>
        <translation>写提示词</translation>
    </message>
    <message>
        <source>Write what you want to see and press Ctrl+Enter.</source>
        <translation>写下您想看到的画面，然后按 Ctrl+Enter。</translation>
    </message>
    <message>
        <source>Your pictures appear here</source>
        <translation>您的图片会出现在这里</translation>
    </message>
</context>
<context>
    <name>ErrorBar</name>
    <message>
        <source>About it</source>
        <translation>图片信息</translation>
    </message>
    <message>
        <source>Cancel them and close</source>
        <translation>取消并关闭</translation>
    </message>
    <message>
        <source>Close when done</source>
        <translation>完成后关闭</translation>
    </message>
    <message>
        <source>Convert it</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Copy a report...</source>
        <translation>复制报告…</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>Discard and close</source>
        <translation>放弃并关闭</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Draw on the processor</source>
        <translation>用处理器绘制</translation>
    </message>
    <message>
        <source>Go on with the queue</source>
        <translation>继续队列</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Keep the queue for next time</source>
        <translation>保留队列到下次</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Make it anyway</source>
        <translation>仍然生成</translation>
    </message>
    <message>
        <source>Make this one now</source>
        <translation>立即生成这个</translation>
    </message>
    <message>
        <source>New project...</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Only look</source>
        <translation>只看看</translation>
    </message>
    <message>
        <source>Only the prompt</source>
        <translation>仅提示词</translation>
    </message>
    <message>
        <source>Open another project...</source>
        <translation>打开其他项目…</translation>
    </message>
    <message>
        <source>Open for reading</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Open it all the same</source>
        <translation>仍然打开</translation>
    </message>
    <message>
        <source>Open models folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Save elsewhere...</source>
        <translation>保存到别处…</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>显示队列</translation>
    </message>
    <message>
        <source>Show the stored picture</source>
        <translation>显示已保存的图片</translation>
    </message>
    <message>
        <source>Start from it</source>
        <translation>以它为起点</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Use all</source>
        <translation>全部使用</translation>
    </message>
    <message>
        <source>Use it where it is</source>
        <translation>就地使用</translation>
    </message>
</context>
<context>
    <name>ExportWindow</name>
    <message>
        <source>A clean copy: the pixels, and nothing else.</source>
        <translation>干净的副本：只有像素，没有别的。</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Export pictures</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Export {n:n} pictures</source>
        <translation>导出 {n:n} 张图片</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>文件里写入</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Other programs, and this one, can read from the file how it was made</source>
        <translation>本程序和其他程序都能从文件中读出生成方式</translation>
    </message>
    <message>
        <source>Put this field into the name</source>
        <translation>把这个字段加入名称</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>版权</translation>
    </message>
    <message>
        <source>Says so in XMP, in the words of the IPTC, with your line of rights</source>
        <translation>按 IPTC 的用语写在 XMP 里，并附上您的版权说明</translation>
    </message>
    <message>
        <source>This studio&apos;s policy wants it always said</source>
        <translation>本工作室的策略要求始终写明</translation>
    </message>
    <message>
        <source>What the files are called; fields stand in braces</source>
        <translation>文件的名称；字段写在花括号里</translation>
    </message>
    <message>
        <source>With the parameters inside the picture</source>
        <translation>把参数写入图片</translation>
    </message>
    <message>
        <source>With where it comes from: drawn by a model</source>
        <translation>写明来历：由模型绘制</translation>
    </message>
    <message>
        <source>Written into every picture that is exported</source>
        <translation>写入每一张导出的图片</translation>
    </message>
    <message>
        <source>© and your name, or nothing</source>
        <translation>© 加您的名字，或留空</translation>
    </message>
</context>
<context>
    <name>FactSheet</name>
    <message>
        <source>As drawn</source>
        <translation>实际绘制</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Made in</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>生成于</translation>
    </message>
    <message>
        <source>May change</source>
        <translation>重绘幅度</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model hash</source>
        <translation>模型哈希</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来历</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>版权</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>{n:.1f} s</source>
        <translation>{n:.1f} 秒</translation>
    </message>
</context>
<context>
    <name>FileCommands</name>
    <message>
        <source>&amp;Convert pickles...</source>
        <translation>转换 pickle 文件(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Look for models again</source>
        <translation>重新查找模型(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;New project...</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open project...</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Save picture as...</source>
        <translation>图片另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Convert pickles into safetensors files</source>
        <translation>把 pickle 转换成 safetensors 文件</translation>
    </message>
    <message>
        <source>Every picture is stored.</source>
        <translation>所有图片都已保存。</translation>
    </message>
    <message>
        <source>Makes safe files of .ckpt, .pt and .bin files; nothing in them is run</source>
        <translation>把 .ckpt、.pt、.bin 文件变成安全的文件；其中的内容不会运行</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开的项目。</translation>
    </message>
    <message>
        <source>Open &amp;models folder</source>
        <translation>打开模型文件夹(&amp;M)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Report on the use of &amp;AI...</source>
        <translation>AI 使用报告(&amp;A)…</translation>
    </message>
    <message>
        <source>Report on the use of AI</source>
        <translation>AI 使用报告</translation>
    </message>
    <message>
        <source>Save picture as</source>
        <translation>图片另存为</translation>
    </message>
    <message>
        <source>Save the pictures in &amp;memory to...</source>
        <translation>把内存中的图片保存到(&amp;M)…</translation>
    </message>
    <message>
        <source>Save the pictures in memory to</source>
        <translation>把内存中的图片保存到</translation>
    </message>
    <message>
        <source>Select a picture first.</source>
        <translation>请先选择一张图片。</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>Those that the disk refused, and that are not stored yet</source>
        <translation>磁盘拒绝写入、尚未保存的图片</translation>
    </message>
    <message>
        <source>Which models, licenses and pictures the project was made with, as a page</source>
        <translation>项目用了哪些模型、许可和图片，写成一个网页</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Album</source>
        <translation>相册</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No style</source>
        <translation>无风格</translation>
    </message>
    <message>
        <source>Only pictures in these styles</source>
        <translation>只显示这些风格的图片</translation>
    </message>
    <message>
        <source>Only pictures made on these days</source>
        <translation>只显示这些日期生成的图片</translation>
    </message>
    <message>
        <source>Only pictures of these sizes</source>
        <translation>只显示这些尺寸的图片</translation>
    </message>
    <message>
        <source>Only pictures of this album</source>
        <translation>只显示这个相册的图片</translation>
    </message>
    <message>
        <source>Only pictures of this seed</source>
        <translation>只显示这个种子的图片</translation>
    </message>
    <message>
        <source>Only pictures that these models made</source>
        <translation>只显示这些模型生成的图片</translation>
    </message>
    <message>
        <source>Only pictures with all of these tags</source>
        <translation>只显示带有全部这些标签的图片</translation>
    </message>
    <message>
        <source>Only pictures with at least as many stars</source>
        <translation>只显示不低于此星级的图片</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Show every picture again</source>
        <translation>重新显示所有图片</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>With or without stars</source>
        <translation>不限星级</translation>
    </message>
    <message>
        <source>or more</source>
        <translation>及以上</translation>
    </message>
</context>
<context>
    <name>FolderList</name>
    <message>
        <source>Add folder...</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Choose another folder that is searched</source>
        <translation>再选择一个要查找的文件夹</translation>
    </message>
    <message>
        <source>Search it earlier (Alt+Up)</source>
        <translation>提前查找 (Alt+↑)</translation>
    </message>
    <message>
        <source>Search it later (Alt+Down)</source>
        <translation>延后查找 (Alt+↓)</translation>
    </message>
    <message>
        <source>Search this folder no more (Del)</source>
        <translation>不再查找这个文件夹 (Del)</translation>
    </message>
    <message>
        <source>The studio always looks here.</source>
        <translation>画室总会在这里查找。</translation>
    </message>
    <message>
        <source>{folder} (is not there)</source>
        <translation>{folder}（不存在）</translation>
    </message>
    <message>
        <source>{folder} ({n} models)</source>
        <translation>{folder}（{n} 个模型）</translation>
    </message>
</context>
<context>
    <name>FolderWindow</name>
    <message>
        <source>... and {n} more</source>
        <translation>… 另有 {n} 个</translation>
    </message>
    <message>
        <source>All of its lines together; its style and size are the panel&apos;s</source>
        <translation>全部各行合为一条；风格和尺寸与面板相同</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>重绘幅度</translation>
    </message>
    <message>
        <source>Each text file is a prompt</source>
        <translation>每个文本文件是一条提示词</translation>
    </message>
    <message>
        <source>Files left out: {n}.</source>
        <translation>略过 {n} 个文件。</translation>
    </message>
    <message>
        <source>How much of a picture may become another one</source>
        <translation>图片允许改变多少</translation>
    </message>
    <message>
        <source>Looking through the folder...</source>
        <translation>正在查看文件夹…</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures to make: {n}.</source>
        <translation>要生成 {n} 张图片。</translation>
    </message>
    <message>
        <source>Pictures: {n}, of which {m} say what made them. Text files: {t}. Others: {o}.</source>
        <translation>图片 {n} 张，其中 {m} 张带有生成信息。文本文件 {t} 个，其他 {o} 个。</translation>
    </message>
    <message>
        <source>Queue all {n}</source>
        <translation>全部加入队列（{n}）</translation>
    </message>
    <message>
        <source>Queue them</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>These are many pictures. Press again if you mean it.</source>
        <translation>图片很多。确定的话请再按一次。</translation>
    </message>
    <message>
        <source>What becomes of the pictures in the folder</source>
        <translation>怎样处理文件夹中的图片</translation>
    </message>
    <message>
        <source>With the panel&apos;s model, as theirs is not here: {n}.</source>
        <translation>{n} 张改用面板的模型，因为原来的模型不在这里。</translation>
    </message>
    <message>
        <source>Work off a folder</source>
        <translation>批量处理文件夹</translation>
    </message>
    <message>
        <source>are left out</source>
        <translation>略过</translation>
    </message>
    <message>
        <source>are made again, by what they say</source>
        <translation>按其生成信息重新生成</translation>
    </message>
    <message>
        <source>are what new pictures start from</source>
        <translation>用作新图片的起点</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>difference × {n}</source>
        <translation>差异 × {n}</translation>
    </message>
    <message>
        <source>forming...</source>
        <translation>正在成形…</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>已镜像</translation>
    </message>
    <message>
        <source>not in the project</source>
        <translation>不在项目中</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>starting picture</source>
        <translation>起始图片</translation>
    </message>
    <message>
        <source>turned {n:g}°</source>
        <translation>旋转 {n:g}°</translation>
    </message>
    <message>
        <source>{n:.1f} s</source>
        <translation>{n:.1f} 秒</translation>
    </message>
</context>
<context>
    <name>GalleryCommands</name>
    <message>
        <source>&amp;Clear the filters</source>
        <translation>清除筛选(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find...</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>分组(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keep this search...</source>
        <translation>保存搜索(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Newest first</source>
        <translation>最新在前(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Oldest first</source>
        <translation>最早在前(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Order</source>
        <translation>排序(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Trash</source>
        <translation>回收站(&amp;T)</translation>
    </message>
    <message>
        <source>By &amp;chance</source>
        <translation>随机(&amp;C)</translation>
    </message>
    <message>
        <source>By &amp;day</source>
        <translation>按日期(&amp;D)</translation>
    </message>
    <message>
        <source>By &amp;request</source>
        <translation>按生成设置(&amp;R)</translation>
    </message>
    <message>
        <source>F&amp;ilters</source>
        <translation>筛选(&amp;I)</translation>
    </message>
    <message>
        <source>In all &amp;projects</source>
        <translation>所有项目(&amp;P)</translation>
    </message>
    <message>
        <source>Most &amp;stars first</source>
        <translation>星级高在前(&amp;S)</translation>
    </message>
    <message>
        <source>No &amp;groups</source>
        <translation>不分组(&amp;G)</translation>
    </message>
    <message>
        <source>Search for something first, or choose a filter.</source>
        <translation>请先搜索，或选择一个筛选条件。</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Select the &amp;whole group</source>
        <translation>选择整组(&amp;W)</translation>
    </message>
</context>
<context>
    <name>GalleryHead</name>
    <message>
        <source>Order and groups</source>
        <translation>排序与分组</translation>
    </message>
    <message>
        <source>Show only pictures of a model, a style, a size, a day...</source>
        <translation>只显示某个模型、风格、尺寸或日期等的图片</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>{n:n} of {total:n}</source>
        <translation>{n:n} / {total:n}</translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>Delete everything in the trash for good</source>
        <translation>彻底删除回收站中的全部内容</translation>
    </message>
    <message>
        <source>Empty...</source>
        <translation>清空…</translation>
    </message>
    <message>
        <source>Kept until you empty it</source>
        <translation>清空前一直保留</translation>
    </message>
    <message>
        <source>Put the selected pictures back where they were</source>
        <translation>把所选图片放回原处</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>还原</translation>
    </message>
</context>
<context>
    <name>GalleryPicturesCommands</name>
    <message>
        <source>&amp;Details</source>
        <translation>详情(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;More like this: other seeds</source>
        <translation>更多类似图片：换种子(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Stars</source>
        <translation>星级(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>相册</translation>
    </message>
    <message>
        <source>As a text that other programs read, too</source>
        <translation>写成其他程序也能读取的文字</translation>
    </message>
    <message>
        <source>Begins from this picture and changes it a little, more, and much</source>
        <translation>以这张图片为起点，作由小到大的改动</translation>
    </message>
    <message>
        <source>Contact s&amp;heet...</source>
        <translation>联系表(&amp;H)…</translation>
    </message>
    <message>
        <source>Copy &amp;parameters</source>
        <translation>复制参数(&amp;P)</translation>
    </message>
    <message>
        <source>Empt&amp;y the trash...</source>
        <translation>清空回收站(&amp;Y)…</translation>
    </message>
    <message>
        <source>In the gallery, the digit alone does</source>
        <translation>在图库中只按数字键即可</translation>
    </message>
    <message>
        <source>Look into the trash first, and select what is to come back.</source>
        <translation>请先打开回收站，选择要还原的图片。</translation>
    </message>
    <message>
        <source>Makes four more pictures of the same request</source>
        <translation>用同样的设置再生成四张</translation>
    </message>
    <message>
        <source>More like this: &amp;changes</source>
        <translation>更多类似图片：改动(&amp;C)</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>无星级</translation>
    </message>
    <message>
        <source>Put into an al&amp;bum...</source>
        <translation>加入相册(&amp;B)…</translation>
    </message>
    <message>
        <source>Put into the t&amp;rash</source>
        <translation>移到回收站(&amp;R)</translation>
    </message>
    <message>
        <source>Rest&amp;ore</source>
        <translation>还原(&amp;O)</translation>
    </message>
    <message>
        <source>Select a picture first.</source>
        <translation>请先选择一张图片。</translation>
    </message>
    <message>
        <source>Ta&amp;gs...</source>
        <translation>标签(&amp;G)…</translation>
    </message>
    <message>
        <source>Tags, parted by commas</source>
        <translation>标签，用逗号分隔</translation>
    </message>
    <message>
        <source>Take out of an album</source>
        <translation>移出相册</translation>
    </message>
    <message>
        <source>Takes back what was put into the trash last</source>
        <translation>取回最近移到回收站的图片</translation>
    </message>
    <message>
        <source>The parameters are on the clipboard.</source>
        <translation>参数已复制到剪贴板。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>These pictures are in the trash already.</source>
        <translation>这些图片已在回收站中。</translation>
    </message>
    <message>
        <source>Undo brings it back; nothing is gone until the trash is emptied</source>
        <translation>可以撤销；清空回收站之前，什么都不会丢失</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
</context>
<context>
    <name>GenerateBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Generate {n} pictures</source>
        <translation>生成 {n} 张图片</translation>
    </message>
    <message>
        <source>Make the picture (Ctrl+Enter)</source>
        <translation>生成图片 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Memory for the picture</source>
        <translation>这张图片需要的内存</translation>
    </message>
    <message>
        <source>Needs {n} GiB of memory, {free} GiB are free: it may not fit. Choose a smaller size, or close other programs.</source>
        <translation>需要 {n} GiB 内存，空闲 {free} GiB：可能放不下。请选择较小的尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Stop the picture being made (Esc)</source>
        <translation>停止正在生成的图片 (Esc)</translation>
    </message>
    <message>
        <source>Told from the sizes of the model and of the picture; what is free changes</source>
        <translation>由模型和图片的尺寸得出；空闲内存会变化</translation>
    </message>
    <message>
        <source>Told from the steps that were measured on this machine with this model</source>
        <translation>根据这台电脑上这个模型的实测步速估计</translation>
    </message>
    <message>
        <source>about {n} GiB of memory</source>
        <translation>约 {n} GiB 内存</translation>
    </message>
    <message>
        <source>about {n} GiB of memory, {free} GiB are free: {what}</source>
        <translation>约 {n} GiB 内存，空闲 {free} GiB：{what}</translation>
    </message>
    <message>
        <source>about {n} h</source>
        <translation>约 {n} 小时</translation>
    </message>
    <message>
        <source>about {n} min</source>
        <translation>约 {n} 分钟</translation>
    </message>
    <message>
        <source>about {n} s</source>
        <translation>约 {n} 秒</translation>
    </message>
    <message>
        <source>less than a second</source>
        <translation>不到一秒</translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message>
        <source>Columns (x)</source>
        <translation>列 (x)</translation>
    </message>
    <message>
        <source>Makes what the project does not have yet, then the sheet</source>
        <translation>生成项目中还没有的图片，然后生成总览图</translation>
    </message>
    <message>
        <source>Pictures: {n} ({sides})</source>
        <translation>图片：{n} 张（{sides}）</translation>
    </message>
    <message>
        <source>Queue all {n}</source>
        <translation>全部加入队列（{n}）</translation>
    </message>
    <message>
        <source>Queue the grid</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>Rows (y)</source>
        <translation>行 (y)</translation>
    </message>
    <message>
        <source>Sheets (z)</source>
        <translation>页 (z)</translation>
    </message>
    <message>
        <source>These are many pictures. Press again if you mean it.</source>
        <translation>图片很多。确定的话请再按一次。</translation>
    </message>
    <message>
        <source>Values with commas between them, or ranges of numbers: 1-10, 1-10 (+3), 1-10 [4]. Everything else is as in the panel.</source>
        <translation>用逗号分隔各个值，也可以写数字范围：1-10、1-10 (+3)、1-10 [4]。其余与面板相同。</translation>
    </message>
    <message>
        <source>Write the values of both axes.</source>
        <translation>请写出两个轴的值。</translation>
    </message>
    <message>
        <source>XY grid</source>
        <translation>XY 网格</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
</context>
<context>
    <name>HashingRow</name>
    <message>
        <source>Computing hashes: {done} of {total}, {name}, {percent} %</source>
        <translation>正在计算哈希：{done} / {total}，{name}，{percent} %</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Hashes are not computed until the next start.</source>
        <translation>下次启动之前不再计算哈希。</translation>
    </message>
    <message>
        <source>How far the reading of models is</source>
        <translation>模型读取的进度</translation>
    </message>
    <message>
        <source>Looking at models: {done} of {total}</source>
        <translation>正在查看模型：{done} / {total}</translation>
    </message>
    <message>
        <source>Reads no models for their hashes until the next start, or until you say so</source>
        <translation>下次启动之前，或在您要求之前，不再为哈希读取模型</translation>
    </message>
    <message>
        <source>Reads the models for their hashes, in quiet moments</source>
        <translation>空闲时读取模型，计算它们的哈希</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>HelpCommands</name>
    <message>
        <source>&amp;About the studio</source>
        <translation>关于画室(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Find a command...</source>
        <translation>查找命令(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts...</source>
        <translation>快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>Every command by its name, in English as well</source>
        <translation>按名称查找所有命令，也可用英文</translation>
    </message>
    <message>
        <source>Give commands other keys</source>
        <translation>为命令设置其他按键</translation>
    </message>
    <message>
        <source>Studio {version}: your pictures, on your machine, with no network</source>
        <translation>画室 {version}：您的图片，在您自己的电脑上，不需要网络</translation>
    </message>
</context>
<context>
    <name>HistoryPopup</name>
    <message>
        <source>Every prompt that was made</source>
        <translation>生成过的所有提示词</translation>
    </message>
    <message>
        <source>Every prompt you make a picture of is kept here.</source>
        <translation>您用来生成图片的每条提示词都保存在这里。</translation>
    </message>
    <message>
        <source>Favorites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Give this favorite another name (F2)</source>
        <translation>给这条收藏改名 (F2)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Name of the favorite</source>
        <translation>收藏的名称</translation>
    </message>
    <message>
        <source>Name of this favorite</source>
        <translation>这条收藏的名称</translation>
    </message>
    <message>
        <source>Nothing you wrote has these words.</source>
        <translation>没有写过含有这些词的提示词。</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Put its words where the cursor is (Shift+Return)</source>
        <translation>把文字插入光标处 (Shift+Enter)</translation>
    </message>
    <message>
        <source>Search prompts</source>
        <translation>搜索提示词</translation>
    </message>
    <message>
        <source>Search what you wrote</source>
        <translation>搜索写过的内容</translation>
    </message>
    <message>
        <source>Star a prompt, and it is kept here under a name.</source>
        <translation>给提示词加星，就会起名保存在这里。</translation>
    </message>
    <message>
        <source>Star this prompt, or take its star away (Ctrl+D)</source>
        <translation>收藏或取消收藏这条提示词 (Ctrl+D)</translation>
    </message>
    <message>
        <source>Take this prompt off the list (Shift+Delete)</source>
        <translation>从列表中移除这条提示词 (Shift+Del)</translation>
    </message>
    <message>
        <source>The prompts you starred</source>
        <translation>收藏的提示词</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Write this prompt and what it left out (Return)</source>
        <translation>写入这条提示词及其排除内容 (Enter)</translation>
    </message>
</context>
<context>
    <name>ImportCommands</name>
    <message>
        <source>&amp;Import...</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Paste picture, files or settings</source>
        <translation>粘贴图片、文件或设置(&amp;P)</translation>
    </message>
    <message>
        <source>A&amp;bout the dropped picture</source>
        <translation>拖入图片的信息(&amp;B)</translation>
    </message>
    <message>
        <source>Copies it into the project, with all that it says</source>
        <translation>把它连同全部信息复制到项目中</translation>
    </message>
    <message>
        <source>Every field that a picture from elsewhere says of itself</source>
        <translation>外来图片自带的每个字段</translation>
    </message>
    <message>
        <source>For this studio, or as a table for AUTOMATIC1111</source>
        <translation>供画室使用，或存为 AUTOMATIC1111 的表格</translation>
    </message>
    <message>
        <source>I&amp;mport the dropped picture</source>
        <translation>导入拖入的图片(&amp;M)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import a folder of &amp;pictures...</source>
        <translation>导入图片文件夹(&amp;P)…</translation>
    </message>
    <message>
        <source>Import a folder of pictures</source>
        <translation>导入图片文件夹</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Pictures, styles or settings of any program that the studio reads</source>
        <translation>画室能读取的各种程序的图片、风格或设置</translation>
    </message>
    <message>
        <source>Save my s&amp;tyles as...</source>
        <translation>我的风格另存为(&amp;T)…</translation>
    </message>
    <message>
        <source>Save my styles</source>
        <translation>保存我的风格</translation>
    </message>
    <message>
        <source>There is nothing on the clipboard that can be pasted here.</source>
        <translation>剪贴板上没有可以粘贴到这里的内容。</translation>
    </message>
    <message>
        <source>What is pasted is looked at first; nothing is replaced unasked</source>
        <translation>粘贴的内容会先查看；未经询问不会替换任何内容</translation>
    </message>
</context>
<context>
    <name>InfoOverlay</name>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>生成于</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>What made this picture</source>
        <translation>这张图片的生成信息</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>{n:.1f} s</source>
        <translation>{n:.1f} 秒</translation>
    </message>
</context>
<context>
    <name>InpaintCard</name>
    <message>
        <source>Around it</source>
        <translation>周围</translation>
    </message>
    <message>
        <source>How much around the mask is seen while drawing</source>
        <translation>绘制时看到蒙版周围多大范围</translation>
    </message>
    <message>
        <source>Look at</source>
        <translation>看哪里</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Take another picture as the mask</source>
        <translation>换一张图片作蒙版</translation>
    </message>
    <message>
        <source>The mask alone</source>
        <translation>只看蒙版</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>The whole picture fits what is drawn to all of it; the mask alone is drawn larger, so that small things get details</source>
        <translation>看整张图片，画出的部分与全图协调；只看蒙版则把它放大来画，小东西也有细节</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Cancel this job (Esc)</source>
        <translation>取消这个任务 (Esc)</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Show the queue (Ctrl+Shift+Q)</source>
        <translation>显示队列 (Ctrl+Shift+Q)</translation>
    </message>
    <message>
        <source>a moment left</source>
        <translation>即将完成</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>waiting...</source>
        <translation>等待中…</translation>
    </message>
    <message>
        <source>{m} min {s:02d} s left</source>
        <translation>还需 {m} 分 {s:02d} 秒</translation>
    </message>
    <message>
        <source>{n} failed</source>
        <translation>{n} 个失败</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 个在等待</translation>
    </message>
    <message>
        <source>{s} s left</source>
        <translation>还需 {s} 秒</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>Click here and press the keys</source>
        <translation>点击这里，然后按下按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Press the keys that the command should have; Tab leaves</source>
        <translation>按下要设置的按键；按 Tab 离开</translation>
    </message>
</context>
<context>
    <name>LibraryCommands</name>
    <message>
        <source>&amp;Look for new pictures</source>
        <translation>查找新图片(&amp;L)</translation>
    </message>
    <message>
        <source>Shows pictures that were copied into the project by hand</source>
        <translation>显示手动复制到项目中的图片</translation>
    </message>
</context>
<context>
    <name>ListWindow</name>
    <message>
        <source>A house|at night|in snow: alone, with each part, with both</source>
        <translation>房子|夜晚|雪中：单独、加任一部分、加全部</translation>
    </message>
    <message>
        <source>A list of prompts</source>
        <translation>提示词列表</translation>
    </message>
    <message>
        <source>Every combination of {a|b} and of parts after |</source>
        <translation>{a|b} 与“|”后各部分的所有组合</translation>
    </message>
    <message>
        <source>Files with prompts</source>
        <translation>提示词文件</translation>
    </message>
    <message>
        <source>From files...</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Lines of a text, or a table with the columns prompt, negative, seed</source>
        <translation>文本的各行，或带有 prompt、negative、seed 列的表格</translation>
    </message>
    <message>
        <source>One prompt a line. Model, style, size and seed are those of the panel.</source>
        <translation>每行一条提示词。模型、风格、尺寸和种子与面板相同。</translation>
    </message>
    <message>
        <source>Pictures: {n}</source>
        <translation>图片：{n} 张</translation>
    </message>
    <message>
        <source>Prompts, one a line</source>
        <translation>提示词，每行一条</translation>
    </message>
    <message>
        <source>Queue all {n}</source>
        <translation>全部加入队列（{n}）</translation>
    </message>
    <message>
        <source>Queue them</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>The pictures differ by their words alone</source>
        <translation>图片之间只有文字不同</translation>
    </message>
    <message>
        <source>The same seed for all</source>
        <translation>全部使用同一种子</translation>
    </message>
    <message>
        <source>These are many pictures. Press again if you mean it.</source>
        <translation>图片很多。确定的话请再按一次。</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
</context>
<context>
    <name>LogViewer</name>
    <message>
        <source>Copies the lines that are shown</source>
        <translation>复制显示的各行</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>How much of it</source>
        <translation>显示级别</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Only lines with</source>
        <translation>筛选行</translation>
    </message>
    <message>
        <source>Opens the folder of the logs</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Reads on, and stays at the end</source>
        <translation>持续读取，停在末尾</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Shows entries of this weight and above</source>
        <translation>显示此级别及以上的条目</translation>
    </message>
    <message>
        <source>Shows the lines that have these words (Ctrl+F)</source>
        <translation>只显示含有这些词的行 (Ctrl+F)</translation>
    </message>
    <message>
        <source>The log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>This start, former ones, and the process of the models</source>
        <translation>本次启动、以往启动，以及承载模型的进程</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>日常事件</translation>
    </message>
    <message>
        <source>Which log</source>
        <translation>哪份日志</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Studio</source>
        <translation>画室</translation>
    </message>
</context>
<context>
    <name>MemoryLabel</name>
    <message>
        <source>Memory in use: {models} GB for the models, {window} GB for the window</source>
        <translation>内存占用：模型 {models} GB，窗口 {window} GB</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} GB</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>A pickle: convert it</source>
        <translation>这是 pickle：请转换</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>查找模型</translation>
    </message>
    <message>
        <source>Folders that are searched</source>
        <translation>查找的文件夹</translation>
    </message>
    <message>
        <source>Folders that are searched for models</source>
        <translation>查找模型的文件夹</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Looking for models...</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model has these words.</source>
        <translation>没有符合的模型。</translation>
    </message>
    <message>
        <source>Search this folder for models</source>
        <translation>在这个文件夹中查找模型</translation>
    </message>
    <message>
        <source>Searches the folders for what was added since</source>
        <translation>在文件夹中查找新添加的内容</translation>
    </message>
    <message>
        <source>There is no model. Put a diffusers folder or a .safetensors file here: </source>
        <translation>没有模型。请把 diffusers 文件夹或 .safetensors 文件放到这里：</translation>
    </message>
    <message>
        <source>Words of the name, the kind, the path or the license, or a hash</source>
        <translation>名称、类型、路径、许可中的词，或哈希</translation>
    </message>
</context>
<context>
    <name>NameChips</name>
    <message>
        <source>{name} (some)</source>
        <translation>{name}（部分）</translation>
    </message>
</context>
<context>
    <name>NamePopup</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
</context>
<context>
    <name>ParamForm</name>
    <message>
        <source>Back to {value}</source>
        <translation>恢复为 {value}</translation>
    </message>
</context>
<context>
    <name>PartCard</name>
    <message>
        <source>Choose a picture to start from: until then this is left out.</source>
        <translation>请选择起始图片：在那之前这一项不起作用。</translation>
    </message>
    <message>
        <source>Take away: {part}</source>
        <translation>去掉：{part}</translation>
    </message>
    <message>
        <source>The open model cannot do this: it is left out.</source>
        <translation>当前模型做不到：这一项不起作用。</translation>
    </message>
</context>
<context>
    <name>PartCards</name>
    <message>
        <source>Add to the request</source>
        <translation>添加到生成设置</translation>
    </message>
    <message>
        <source>Add...</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Ask for more: a larger picture, a second model, a part of the picture alone</source>
        <translation>更多要求：更大的图片、第二个模型、只画图片的一部分</translation>
    </message>
    <message>
        <source>Besides</source>
        <translation>另外</translation>
    </message>
</context>
<context>
    <name>PartCommands</name>
    <message>
        <source>Add: {part}</source>
        <translation>添加：{part}</translation>
    </message>
    <message>
        <source>Choose a mask: white is drawn, black is kept</source>
        <translation>选择蒙版：白色部分绘制，黑色部分保留</translation>
    </message>
    <message>
        <source>Choose a reference picture</source>
        <translation>选择参考图片</translation>
    </message>
    <message>
        <source>No IP-Adapter was found: put its file into one of the models folders.</source>
        <translation>没有找到 IP-Adapter：请把它的文件放到某个模型文件夹里。</translation>
    </message>
    <message>
        <source>No VAE was found: put its file into one of the models folders.</source>
        <translation>没有找到 VAE：请把它的文件放到某个模型文件夹里。</translation>
    </message>
    <message>
        <source>No other model of this kind was found; a second one is needed for this.</source>
        <translation>没有找到同类的其他模型；这里还需要另一个。</translation>
    </message>
</context>
<context>
    <name>PictureCommands</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Measure which styles the model knows</source>
        <translation>测量模型认识哪些风格(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Watch the work</source>
        <translation>观看绘制(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Write the prompt</source>
        <translation>写提示词(&amp;W)</translation>
    </message>
    <message>
        <source>Copy p&amp;icture</source>
        <translation>复制图片(&amp;I)</translation>
    </message>
    <message>
        <source>Draws test pictures with and without each style; takes long</source>
        <translation>分别用和不用每种风格绘制测试图片；需要较长时间</translation>
    </message>
    <message>
        <source>Every control shows what made the selected picture</source>
        <translation>所有控件恢复为所选图片生成时的设置</translation>
    </message>
    <message>
        <source>N&amp;ext</source>
        <translation>下一张(&amp;E)</translation>
    </message>
    <message>
        <source>P&amp;revious</source>
        <translation>上一张(&amp;R)</translation>
    </message>
    <message>
        <source>There is no picture on the canvas yet.</source>
        <translation>画布上还没有图片。</translation>
    </message>
    <message>
        <source>Use &amp;all its settings again</source>
        <translation>重新使用它的全部设置(&amp;A)</translation>
    </message>
    <message>
        <source>Use its &amp;prompt</source>
        <translation>使用它的提示词(&amp;P)</translation>
    </message>
    <message>
        <source>Use its &amp;seed</source>
        <translation>使用它的种子(&amp;S)</translation>
    </message>
</context>
<context>
    <name>PictureRows</name>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <source>Every Generate takes another seed: always another picture of the same words</source>
        <translation>每次生成都换一个种子：同样的文字，总是不同的图片</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>How many pictures, each with a seed of its own</source>
        <translation>生成多少张，每张有自己的种子</translation>
    </message>
    <message>
        <source>Keep the seed: the same picture again, so that one sees what else changes it</source>
        <translation>保持种子不变：再次得到同一张图片，便于比较其他改动的效果</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation>图片数量</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>张数</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The next seed: one more picture, which can be told and found again</source>
        <translation>下一个种子：再来一张，种子相邻，便于再次找到</translation>
    </message>
    <message>
        <source>The number that the first noise grows from: the same seed, the same picture</source>
        <translation>最初的噪声由这个数字产生：种子相同，图片就相同</translation>
    </message>
    <message>
        <source>{model} is not here</source>
        <translation>{model} 不在这里</translation>
    </message>
</context>
<context>
    <name>Pixel</name>
    <message>
        <source>Pixel under the mouse</source>
        <translation>鼠标处的像素</translation>
    </message>
    <message>
        <source>The pixel under the mouse: its place and its sRGB color; C copies the color</source>
        <translation>鼠标处的像素：位置和 sRGB 颜色；按 C 复制颜色</translation>
    </message>
    <message>
        <source>{color} copied</source>
        <translation>已复制 {color}</translation>
    </message>
</context>
<context>
    <name>ProgramRows</name>
    <message>
        <source>Models of another program: {folder}</source>
        <translation>其他程序的模型：{folder}</translation>
    </message>
    <message>
        <source>Searches this folder, too; its files stay where they are</source>
        <translation>也查找这个文件夹；其中的文件留在原处</translation>
    </message>
    <message>
        <source>Use the models in {folder}</source>
        <translation>使用 {folder} 中的模型</translation>
    </message>
    <message>
        <source>Use them</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>PromptCommands</name>
    <message>
        <source>&amp;Favorite prompts...</source>
        <translation>收藏的提示词(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a st&amp;yle...</source>
        <translation>选择风格(&amp;Y)…</translation>
    </message>
    <message>
        <source>Every prompt you made a picture of, to search and to use again</source>
        <translation>生成过图片的每条提示词，可以搜索和再次使用</translation>
    </message>
    <message>
        <source>Keep the prompt and what it leaves out, or no longer</source>
        <translation>收藏或取消收藏提示词及其排除内容</translation>
    </message>
    <message>
        <source>Open the list of styles</source>
        <translation>打开风格列表</translation>
    </message>
    <message>
        <source>Prompts of &amp;before...</source>
        <translation>以前的提示词(&amp;B)…</translation>
    </message>
    <message>
        <source>Sta&amp;r this prompt</source>
        <translation>收藏这条提示词(&amp;R)</translation>
    </message>
    <message>
        <source>The prompts you starred, by name</source>
        <translation>收藏的提示词，按名称</translation>
    </message>
</context>
<context>
    <name>PromptTexts</name>
    <message>
        <source>Has no effect at guidance 1</source>
        <translation>引导强度为 1 时不起作用</translation>
    </message>
    <message>
        <source>Keep this prompt among the favorites</source>
        <translation>收藏这条提示词</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>Negative prompt: what the picture is steered away from</source>
        <translation>反向提示词：画面要避开的内容</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>The prompts you made pictures of, and your favorites (Ctrl+H)</source>
        <translation>用过的提示词和您的收藏 (Ctrl+H)</translation>
    </message>
    <message>
        <source>What do you want to see?</source>
        <translation>您想看到什么？</translation>
    </message>
    <message>
        <source>What should not be in the picture</source>
        <translation>画面里不要出现什么</translation>
    </message>
    <message>
        <source>What the picture shows. Ctrl+Up and Ctrl+Down weigh words, Alt+Up brings back what you wrote before, Ctrl+Space completes.</source>
        <translation>画面的内容。Ctrl+↑ 和 Ctrl+↓ 调整词的权重，Alt+↑ 找回之前写过的内容，Ctrl+空格 补全。</translation>
    </message>
</context>
<context>
    <name>ProvenanceCommands</name>
    <message>
        <source>&amp;Verify: draw it again and compare</source>
        <translation>校验：重新绘制并比较(&amp;V)</translation>
    </message>
    <message>
        <source>Says whether every pixel is the same, or what differs on this machine</source>
        <translation>说明每个像素是否相同，或者这台机器上有什么不同</translation>
    </message>
    <message>
        <source>Select a picture first.</source>
        <translation>请先选择一张图片。</translation>
    </message>
</context>
<context>
    <name>QueueCommands</name>
    <message>
        <source>&amp;Change it in the request panel</source>
        <translation>在生成设置面板中修改(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paused</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Remove from the queue</source>
        <translation>移出队列(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Show the queue</source>
        <translation>显示队列(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;XY grid...</source>
        <translation>XY 网格(&amp;X)…</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+↓</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+↑</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Choose a job of the queue first.</source>
        <translation>请先在队列中选择一个任务。</translation>
    </message>
    <message>
        <source>Choose a job that failed or was interrupted first.</source>
        <translation>请先选择一个失败或中断的任务。</translation>
    </message>
    <message>
        <source>Choose a job that waits first.</source>
        <translation>请先选择一个等待中的任务。</translation>
    </message>
    <message>
        <source>Clear &amp;everything that waits</source>
        <translation>清除所有等待的任务(&amp;E)</translation>
    </message>
    <message>
        <source>Du&amp;plicate</source>
        <translation>复制任务(&amp;P)</translation>
    </message>
    <message>
        <source>Even while the queue is paused</source>
        <translation>队列暂停时也会执行</translation>
    </message>
    <message>
        <source>First of all</source>
        <translation>最优先</translation>
    </message>
    <message>
        <source>Its pictures made again or started from, its texts as prompts</source>
        <translation>图片重新生成或用作起点，文本用作提示词</translation>
    </message>
    <message>
        <source>Make it the &amp;last</source>
        <translation>移到最后(&amp;L)</translation>
    </message>
    <message>
        <source>Make it the &amp;next</source>
        <translation>移到最前(&amp;N)</translation>
    </message>
    <message>
        <source>Make this one n&amp;ow</source>
        <translation>立即执行(&amp;O)</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Nothing waits in the queue.</source>
        <translation>队列中没有等待的任务。</translation>
    </message>
    <message>
        <source>One picture for each line, or for every combination of words</source>
        <translation>每行一张图片，或每种词语组合一张</translation>
    </message>
    <message>
        <source>One picture for every combination of values, and a sheet that shows all</source>
        <translation>每种值的组合一张图片，再加一张总览图</translation>
    </message>
    <message>
        <source>Only a job of one request can be changed in the panel.</source>
        <translation>只有单个设置的任务才能在面板中修改。</translation>
    </message>
    <message>
        <source>Pause and s&amp;top what runs</source>
        <translation>暂停并停止正在运行的任务(&amp;T)</translation>
    </message>
    <message>
        <source>Pr&amp;iority</source>
        <translation>优先级(&amp;I)</translation>
    </message>
    <message>
        <source>Take what is done off the &amp;list</source>
        <translation>清除已完成的任务(&amp;L)</translation>
    </message>
    <message>
        <source>The job goes back to the front; what it has stored stays</source>
        <translation>任务回到队首；已保存的图片仍然保留</translation>
    </message>
    <message>
        <source>Then update the waiting job, or make a new one</source>
        <translation>之后可更新等待中的任务，或新建一个</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>重试(&amp;A)</translation>
    </message>
    <message>
        <source>What a job had stored before is not made again</source>
        <translation>任务先前已保存的图片不会重新生成</translation>
    </message>
    <message>
        <source>What runs goes on; Undo brings the others back</source>
        <translation>正在运行的继续；其余可撤销恢复</translation>
    </message>
    <message>
        <source>What runs is finished, and nothing new begins until you go on</source>
        <translation>完成正在运行的任务；继续之前不开始新任务</translation>
    </message>
    <message>
        <source>When nothing else waits</source>
        <translation>空闲时</translation>
    </message>
    <message>
        <source>Work off a f&amp;older...</source>
        <translation>批量处理文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Work off a folder</source>
        <translation>批量处理文件夹</translation>
    </message>
    <message>
        <source>Work off a list of pro&amp;mpts...</source>
        <translation>批量处理提示词列表(&amp;M)…</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Go on with the queue (Ctrl+Shift+P)</source>
        <translation>继续队列 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>It keeps its place; Generate would make a new job instead</source>
        <translation>任务保持原位；按“生成”则会新建任务</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>不更改</translation>
    </message>
    <message>
        <source>More jobs, and what to do with those there are</source>
        <translation>更多任务，以及对现有任务的操作</translation>
    </message>
    <message>
        <source>Nothing waits. Generate as often as you like: what cannot be made at once lines up here, and is still here after the studio was closed.</source>
        <translation>没有等待的任务。想生成多少次都可以：来不及马上完成的会在这里排队，关闭画室后也不会丢失。</translation>
    </message>
    <message>
        <source>Pause the queue: what runs is finished (Ctrl+Shift+P)</source>
        <translation>暂停队列：完成正在运行的任务 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>The request panel shows a waiting job.</source>
        <translation>生成设置面板正显示一个等待中的任务。</translation>
    </message>
    <message>
        <source>The waiting job stays as it was</source>
        <translation>等待中的任务保持不变</translation>
    </message>
    <message>
        <source>Update the waiting job</source>
        <translation>更新等待中的任务</translation>
    </message>
    <message>
        <source>Work off a list of prompts...</source>
        <translation>批量处理提示词列表…</translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Cancelled after {n} of {m}</source>
        <translation>已取消，完成 {n} / {m}</translation>
    </message>
    <message>
        <source>Done in this session ({n})</source>
        <translation>本次已完成（{n}）</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted when the studio ended: again?</source>
        <translation>画室退出时中断：要重试吗？</translation>
    </message>
    <message>
        <source>Needs you ({n})</source>
        <translation>需要处理（{n}）</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>队列为空</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Paused  ·  {n} waiting</source>
        <translation>已暂停  ·  {n} 个在等待</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Waiting ({n})</source>
        <translation>等待中（{n}）</translation>
    </message>
    <message>
        <source>a moment</source>
        <translation>几秒</translation>
    </message>
    <message>
        <source>a moment left</source>
        <translation>即将完成</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>first of all  ·  {count}</source>
        <translation>最优先  ·  {count}</translation>
    </message>
    <message>
        <source>in {project}</source>
        <translation>位于 {project}</translation>
    </message>
    <message>
        <source>starting...</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>when nothing else waits  ·  {count}</source>
        <translation>空闲时  ·  {count}</translation>
    </message>
    <message>
        <source>{h} h {m:02d} min</source>
        <translation>{h} 小时 {m:02d} 分</translation>
    </message>
    <message>
        <source>{m} min {s:02d} s</source>
        <translation>{m} 分 {s:02d} 秒</translation>
    </message>
    <message>
        <source>{n} of {m}  ·  {stage}</source>
        <translation>{n} / {m}  ·  {stage}</translation>
    </message>
    <message>
        <source>{n} pictures</source>
        <translation>{n} 张图片</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 个在等待</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
</context>
<context>
    <name>ReferenceLine</name>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>How much the picture takes after the reference</source>
        <translation>图片多大程度上像参考图片</translation>
    </message>
    <message>
        <source>Reference picture</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>Strength of the reference</source>
        <translation>参考的强度</translation>
    </message>
    <message>
        <source>Take this reference away</source>
        <translation>去掉这张参考图片</translation>
    </message>
    <message>
        <source>The IP-Adapter that the model looks through</source>
        <translation>模型通过哪个 IP-Adapter 看参考图片</translation>
    </message>
    <message>
        <source>{model} is not here</source>
        <translation>{model} 不在这里</translation>
    </message>
</context>
<context>
    <name>ReferencesCard</name>
    <message>
        <source>One more reference picture</source>
        <translation>再加一张参考图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>RefinerCard</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>第二个模型</translation>
    </message>
    <message>
        <source>The model that finishes the picture</source>
        <translation>完成图片的模型</translation>
    </message>
    <message>
        <source>{model} is not here</source>
        <translation>{model} 不在这里</translation>
    </message>
</context>
<context>
    <name>ReportWindow</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy a report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Leaves what you wrote in the report</source>
        <translation>在报告中保留您写的内容</translation>
    </message>
    <message>
        <source>Puts the report on the clipboard</source>
        <translation>把报告复制到剪贴板</translation>
    </message>
    <message>
        <source>Save as file...</source>
        <translation>存为文件…</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>This is all that is copied: versions, settings, models and the last lines of the log. No picture; no prompt unless you want it. Nothing is sent.</source>
        <translation>复制的内容全在这里：版本、设置、模型和日志的最后几行。没有图片；除非您愿意，也没有提示词。什么都不会发送。</translation>
    </message>
    <message>
        <source>With my prompts</source>
        <translation>包含我的提示词</translation>
    </message>
    <message>
        <source>Writes the report to a text file</source>
        <translation>把报告写入文本文件</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Details</source>
        <translation>详细参数</translation>
    </message>
</context>
<context>
    <name>SavingsSection</name>
    <message>
        <source>Quicker, less exact</source>
        <translation>更快，但不那么精确</translation>
    </message>
    <message>
        <source>Quicker, less exact ({n} in use)</source>
        <translation>更快，但不那么精确（{n} 项启用）</translation>
    </message>
    <message>
        <source>Ways to draw sooner that change the picture a little; all are off at first</source>
        <translation>画得更快的办法，会稍微改变图片；开始时全部关闭</translation>
    </message>
</context>
<context>
    <name>SeamlessCard</name>
    <message>
        <source>All four</source>
        <translation>四边</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>边缘</translation>
    </message>
    <message>
        <source>Left and right</source>
        <translation>左和右</translation>
    </message>
    <message>
        <source>Top and bottom</source>
        <translation>上和下</translation>
    </message>
    <message>
        <source>Which edges of the picture continue one another</source>
        <translation>图片的哪些边缘彼此相接</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the pictures</source>
        <translation>搜索图片</translation>
    </message>
    <message>
        <source>Words of the prompt, a style, a seed, a tag; “two words” as they stand; -not</source>
        <translation>提示词、风格、种子、标签；“整句”原样匹配；-排除</translation>
    </message>
</context>
<context>
    <name>SeedPopup</name>
    <message>
        <source>A seed, or nothing for all</source>
        <translation>种子；留空表示全部</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
</context>
<context>
    <name>ServiceCommands</name>
    <message>
        <source>&amp;Log...</source>
        <translation>日志(&amp;L)…</translation>
    </message>
    <message>
        <source>Copy a &amp;report...</source>
        <translation>复制报告(&amp;R)…</translation>
    </message>
    <message>
        <source>For who can help; shown before it is copied</source>
        <translation>供能帮忙的人查看；复制前会先显示</translation>
    </message>
    <message>
        <source>What the studio wrote down</source>
        <translation>画室记录的内容</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default: {title}</source>
        <translation>恢复默认值：{title}</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
</context>
<context>
    <name>SettingsCommands</name>
    <message>
        <source>&amp;Settings...</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Everything that is chosen once and for all projects</source>
        <translation>对所有项目统一生效的选项</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Categories</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>查找设置</translation>
    </message>
    <message>
        <source>Finds words of the name and of the explanation (Ctrl+F)</source>
        <translation>在名称和说明中查找 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Gives every setting its default; Undo brings them back</source>
        <translation>所有设置恢复默认值；可以撤销</translation>
    </message>
    <message>
        <source>Gives every setting of the category its default</source>
        <translation>本类别的所有设置恢复默认值</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有符合的设置。</translation>
    </message>
    <message>
        <source>On, by this studio&apos;s policy</source>
        <translation>按本工作室的策略开启</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Reset this category</source>
        <translation>重置本类别</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Takes the last change back (Ctrl+Z)</source>
        <translation>撤销上一次更改 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ShapeButton</name>
    <message>
        <source>{ratio}: {width} x {height} px, as many pixels as the model likes best</source>
        <translation>{ratio}：{width} x {height} px，像素总数最适合这个模型</translation>
    </message>
</context>
<context>
    <name>SheetWindow</name>
    <message>
        <source>Below each picture; fields such as {prompt:60} or {seed}</source>
        <translation>写在每张图片下方；可用 {prompt:60}、{seed} 等字段</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>图注</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>联系表</translation>
    </message>
    <message>
        <source>Contact sheet to</source>
        <translation>联系表保存到</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Gray</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底色</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Save contact sheet...</source>
        <translation>保存联系表…</translation>
    </message>
    <message>
        <source>The first page</source>
        <translation>第一页</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>{n:n} pictures, pages: {pages}</source>
        <translation>{n:n} 张图片，共 {pages} 页</translation>
    </message>
</context>
<context>
    <name>ShelfButton</name>
    <message>
        <source>Albums</source>
        <translation>相册</translation>
    </message>
    <message>
        <source>All projects</source>
        <translation>所有项目</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep this search as</source>
        <translation>搜索保存为</translation>
    </message>
    <message>
        <source>Keep this search...</source>
        <translation>保存搜索…</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已保存的搜索</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>This project</source>
        <translation>当前项目</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Where to look: this project or all, an album, a tag, the trash</source>
        <translation>查看范围：当前项目或所有项目、相册、标签、回收站</translation>
    </message>
</context>
<context>
    <name>ShortcutsEditor</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Give it to this one</source>
        <translation>改给这个命令</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>清除按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Search commands or keys</source>
        <translation>搜索命令或按键</translation>
    </message>
    <message>
        <source>Takes the keys away from the other command</source>
        <translation>从另一个命令取走这组按键</translation>
    </message>
    <message>
        <source>The keys that all commands came with</source>
        <translation>所有命令的默认按键</translation>
    </message>
    <message>
        <source>The keys that this command came with</source>
        <translation>这个命令的默认按键</translation>
    </message>
    <message>
        <source>This command has no keys any more</source>
        <translation>清除这个命令的按键</translation>
    </message>
    <message>
        <source>{keys} belongs to “{command}”.</source>
        <translation>{keys} 已用于“{command}”。</translation>
    </message>
</context>
<context>
    <name>SizeRow</name>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>How high the picture is; sums such as 512*2 can be typed</source>
        <translation>图片的高度；可以输入 512*2 这样的算式</translation>
    </message>
    <message>
        <source>How wide the picture is; sums such as 512*2 can be typed</source>
        <translation>图片的宽度；可以输入 512*2 这样的算式</translation>
    </message>
    <message>
        <source>Keep the shape: one side follows the other</source>
        <translation>锁定比例：一边随另一边改变</translation>
    </message>
    <message>
        <source>Swap width and height: the same shape, turned</source>
        <translation>交换宽和高：比例不变，方向旋转</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
</context>
<context>
    <name>SourceCommands</name>
    <message>
        <source>&amp;Start from this picture</source>
        <translation>以这张图片为起点(&amp;S)</translation>
    </message>
    <message>
        <source>Start from a picture &amp;file...</source>
        <translation>以图片文件为起点(&amp;F)…</translation>
    </message>
    <message>
        <source>Start from a picture file</source>
        <translation>以图片文件为起点</translation>
    </message>
    <message>
        <source>Start from n&amp;oise again</source>
        <translation>恢复从噪声开始(&amp;O)</translation>
    </message>
    <message>
        <source>The next picture begins with the one on the canvas, not with noise</source>
        <translation>下一张图片从画布上的图片开始，而不是从噪声开始</translation>
    </message>
    <message>
        <source>There is no picture on the canvas yet.</source>
        <translation>画布上还没有图片。</translation>
    </message>
    <message>
        <source>This picture is not finished yet.</source>
        <translation>这张图片还没有完成。</translation>
    </message>
</context>
<context>
    <name>SourceRow</name>
    <message>
        <source>A picture file...</source>
        <translation>图片文件…</translation>
    </message>
    <message>
        <source>Another picture</source>
        <translation>换一张图片</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>重绘幅度</translation>
    </message>
    <message>
        <source>Draw from nothing but noise, or start from a picture and change it</source>
        <translation>从纯噪声绘制，或以一张图片为起点加以改动</translation>
    </message>
    <message>
        <source>How much may change</source>
        <translation>允许改动多少</translation>
    </message>
    <message>
        <source>How much of the picture may change (denoise strength): 0 keeps it as it is, at 0.3 its forms stay, at 0.7 only its composition, at 1 hardly anything.</source>
        <translation>图片可以改变多少（重绘幅度）：0 保持原样，0.3 保留形状，0.7 只保留构图，1 几乎全部重画。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Start from noise again</source>
        <translation>恢复从噪声开始</translation>
    </message>
    <message>
        <source>The picture on the canvas</source>
        <translation>画布上的图片</translation>
    </message>
</context>
<context>
    <name>SourceThumb</name>
    <message>
        <source>Starting picture</source>
        <translation>起始图片</translation>
    </message>
</context>
<context>
    <name>Stars</name>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Stars from 0 to 5; in the gallery, the keys 0 to 5 do the same</source>
        <translation>星级 0 到 5；在图库中也可按 0 到 5 键</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Describe a picture, and watch it form</source>
        <translation>描述一幅画，看它慢慢成形</translation>
    </message>
    <message>
        <source>Make a picture of these words</source>
        <translation>用这些词生成一张图片</translation>
    </message>
    <message>
        <source>Write on the left what you want to see, in English or Chinese, then press Generate. Or begin with one of these:</source>
        <translation>在左边用中文或英文写下您想看到的画面，然后按“生成”。也可以从下面的例子开始：</translation>
    </message>
</context>
<context>
    <name>StylePicker</name>
    <message>
        <source>A style puts its words around yours: choose one here</source>
        <translation>风格在您的文字前后加上描述：在这里选择</translation>
    </message>
    <message>
        <source>No style</source>
        <translation>无风格</translation>
    </message>
</context>
<context>
    <name>StylePopup</name>
    <message>
        <source>All styles</source>
        <translation>所有风格</translation>
    </message>
    <message>
        <source>Categories of styles</source>
        <translation>风格类别</translation>
    </message>
    <message>
        <source>Favorites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>No style</source>
        <translation>无风格</translation>
    </message>
    <message>
        <source>Search styles</source>
        <translation>搜索风格</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Used lately</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>{style}, needs a full model</source>
        <translation>{style}，需要完整的模型</translation>
    </message>
</context>
<context>
    <name>StylePreview</name>
    <message>
        <source>Needs a full model: the open one does not know it</source>
        <translation>需要完整的模型：当前的模型不认识它</translation>
    </message>
    <message>
        <source>No style</source>
        <translation>无风格</translation>
    </message>
    <message>
        <source>Not: {words}</source>
        <translation>排除：{words}</translation>
    </message>
    <message>
        <source>Show this style among the first (Ctrl+D)</source>
        <translation>收藏这个风格，排在前面 (Ctrl+D)</translation>
    </message>
    <message>
        <source>The prompt as you write it</source>
        <translation>您写的提示词</translation>
    </message>
</context>
<context>
    <name>StyleRows</name>
    <message>
        <source>Free words in place of the style&apos;s own. {prompt} says where the prompt goes; without it, the words follow the prompt.</source>
        <translation>用您自己的话代替风格的描述。{prompt} 表示提示词的位置；不写的话，这些话跟在提示词后面。</translation>
    </message>
    <message>
        <source>How much the style&apos;s words weigh: 0 leaves them out, 1 takes them as written</source>
        <translation>风格描述的权重：0 表示不用，1 表示照原样</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Style in your own words</source>
        <translation>用自己的话描述风格</translation>
    </message>
    <message>
        <source>Style strength</source>
        <translation>风格强度</translation>
    </message>
    <message>
        <source>or in your own words</source>
        <translation>或者用自己的话</translation>
    </message>
</context>
<context>
    <name>TitleBar</name>
    <message>
        <source>Hide this panel (menu View)</source>
        <translation>隐藏这个面板（可从“视图”菜单恢复）</translation>
    </message>
    <message>
        <source>Make it a window of its own</source>
        <translation>变为独立窗口</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Actual size (1)</source>
        <translation>实际大小 (1)</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Compare pictures: before and after, side by side, difference</source>
        <translation>对比图片：前后、并排、差异</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Fill the canvas (2)</source>
        <translation>填满画布 (2)</translation>
    </message>
    <message>
        <source>Keep this picture to compare others with it (P)</source>
        <translation>固定此图，与其他图片对比 (P)</translation>
    </message>
    <message>
        <source>Lines between the pixels, from 800 % on (G)</source>
        <translation>像素网格，800 % 起可见 (G)</translation>
    </message>
    <message>
        <source>Mirror the view (M)</source>
        <translation>镜像视图 (M)</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>单张</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Turn the view to the left (4)</source>
        <translation>向左旋转视图 (4)</translation>
    </message>
    <message>
        <source>Turn the view to the right (6)</source>
        <translation>向右旋转视图 (6)</translation>
    </message>
    <message>
        <source>Up to four</source>
        <translation>最多四张</translation>
    </message>
    <message>
        <source>What made this picture (I)</source>
        <translation>这张图片的生成信息 (I)</translation>
    </message>
    <message>
        <source>Whole picture (0)</source>
        <translation>整幅图片 (0)</translation>
    </message>
</context>
<context>
    <name>VaeCard</name>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>The VAE to use in place of the model&apos;s own</source>
        <translation>代替模型自带 VAE 的 VAE</translation>
    </message>
    <message>
        <source>{model} is not here</source>
        <translation>{model} 不在这里</translation>
    </message>
</context>
<context>
    <name>VariationCard</name>
    <message>
        <source>Other seed</source>
        <translation>另一个种子</translation>
    </message>
    <message>
        <source>The next other seed</source>
        <translation>下一个种子</translation>
    </message>
    <message>
        <source>The seed of the picture that this one is bent towards</source>
        <translation>这张图片要靠近哪个种子的图片</translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message>
        <source>&amp;As the system</source>
        <translation>跟随系统(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Canvas only</source>
        <translation>只显示画布(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全屏(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题(&amp;L)</translation>
    </message>
    <message>
        <source>Show or hide this panel</source>
        <translation>显示或隐藏这个面板</translation>
    </message>
    <message>
        <source>The words of the window, at once; work that runs goes on</source>
        <translation>窗口的文字，立即生效；正在进行的工作不受影响</translation>
    </message>
</context>
<context>
    <name>WhyCommands</name>
    <message>
        <source>&amp;Why does it look like this?</source>
        <translation>为什么是这样？(&amp;W)</translation>
    </message>
    <message>
        <source>Select a picture first.</source>
        <translation>请先选择一张图片。</translation>
    </message>
    <message>
        <source>Shows where in the picture each word of the prompt acts</source>
        <translation>显示提示词中的每个词在图片的哪里起作用</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Choose a word to see where it acts; the bar says how much it counts</source>
        <translation>选一个词，看它在哪里起作用；横条表示它有多重要</translation>
    </message>
    <message>
        <source>Drawing it again, to see where each word acts...</source>
        <translation>正在重新绘制，看每个词在哪里起作用…</translation>
    </message>
    <message>
        <source>Draws it once more and watches where the model looks for each word</source>
        <translation>再画一遍，观察模型为每个词看向哪里</translation>
    </message>
    <message>
        <source>Look into the selected picture</source>
        <translation>分析选中的图片</translation>
    </message>
    <message>
        <source>Takes the map off the picture</source>
        <translation>从图片上去掉这张分布图</translation>
    </message>
    <message>
        <source>The picture alone</source>
        <translation>只看图片</translation>
    </message>
    <message>
        <source>Which word made what? Select a picture and look into it.</source>
        <translation>哪个词画出了什么？请选择一张图片来分析。</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>{percent} % of the attention</source>
        <translation>占注意力的 {percent} %</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>&amp;Next workspace</source>
        <translation>下一个工作区(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous workspace</source>
        <translation>上一个工作区(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Reset this workspace</source>
        <translation>重置工作区(&amp;R)</translation>
    </message>
    <message>
        <source>Puts every panel back where it was at first</source>
        <translation>所有面板回到最初的位置</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>A GGUF file</source>
        <translation>一个 GGUF 文件</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>一个文件夹</translation>
    </message>
    <message>
        <source>A folder of parts</source>
        <translation>由多个部分组成的文件夹</translation>
    </message>
    <message>
        <source>A single file</source>
        <translation>单个文件</translation>
    </message>
    <message>
        <source>Commercial use: no</source>
        <translation>商业用途：不允许</translation>
    </message>
    <message>
        <source>Commercial use: read its license</source>
        <translation>商业用途：请阅读许可</translation>
    </message>
    <message>
        <source>Commercial use: the file does not say</source>
        <translation>商业用途：文件未说明</translation>
    </message>
    <message>
        <source>Commercial use: with conditions</source>
        <translation>商业用途：有条件</translation>
    </message>
    <message>
        <source>Commercial use: yes</source>
        <translation>商业用途：允许</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Denoiser without the rest of its model</source>
        <translation>单独的去噪网络，没有模型的其余部分</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>IP-Adapter</source>
        <translation>IP-Adapter</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Picture decoder (VAE)</source>
        <translation>图片解码器（VAE）</translation>
    </message>
    <message>
        <source>Picture encoder</source>
        <translation>图片编码器</translation>
    </message>
    <message>
        <source>Small picture decoder (TAESD)</source>
        <translation>小型图片解码器（TAESD）</translation>
    </message>
    <message>
        <source>Text encoder</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <source>The file does not say</source>
        <translation>文件未说明</translation>
    </message>
    <message>
        <source>for SD and SDXL</source>
        <translation>用于 SD 和 SDXL</translation>
    </message>
    <message>
        <source>for models of 16 channels</source>
        <translation>用于 16 通道的模型</translation>
    </message>
    <message>
        <source>{license} (says {file})</source>
        <translation>{license}（据 {file}）</translation>
    </message>
    <message>
        <source>{n} parameters, {formats}</source>
        <translation>{n} 个参数，{formats}</translation>
    </message>
    <message>
        <source>{short} (AutoV2)</source>
        <translation>{short}（AutoV2）</translation>
    </message>
</context>
<context>
    <name>WorkspaceTabs</name>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
</context>
<context>
    <name>ZoomField</name>
    <message>
        <source>Choose a zoom</source>
        <translation>选择缩放比例</translation>
    </message>
    <message>
        <source>Fill the canvas (2)</source>
        <translation>填满画布 (2)</translation>
    </message>
    <message>
        <source>How large the picture is seen; 100 % is one of its pixels per screen pixel</source>
        <translation>图片的显示大小；100 % 表示一个图片像素对应一个屏幕像素</translation>
    </message>
    <message>
        <source>Whole picture (0)</source>
        <translation>整幅图片 (0)</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
</context>
<context>
    <name>studio</name>
    <message>
        <source>&quot;params&quot; of style {number} are not plain values</source>
        <translation>第 {number} 个风格的 &quot;params&quot; 不是简单的值</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; of style {number} is not text</source>
        <translation>第 {number} 个风格的 &quot;{name}&quot; 不是文字</translation>
    </message>
    <message>
        <source>--denoise must be from 0 to 1, not {value}.</source>
        <translation>--denoise 应在 0 到 1 之间，而不是 {value}。</translation>
    </message>
    <message>
        <source>--denoise needs a picture to start from: give one by --image.</source>
        <translation>--denoise 需要起始图片：请用 --image 指定。</translation>
    </message>
    <message>
        <source>--reference needs an IP-Adapter: name one by --adapter.</source>
        <translation>--reference 需要 IP-Adapter：请用 --adapter 指定一个。</translation>
    </message>
    <message>
        <source>--{name} means nothing without --{needed}.</source>
        <translation>没有 --{needed}，--{name} 就没有意义。</translation>
    </message>
    <message>
        <source>A LoRA in the negative prompt has no effect.</source>
        <translation>反向提示词中的 LoRA 不起作用。</translation>
    </message>
    <message>
        <source>A job of the queue cannot be read and was left where it is, {path}: {problem}</source>
        <translation>队列中有一个任务无法读取，已留在原处 {path}：{problem}</translation>
    </message>
    <message>
        <source>A job of the queue is damaged and was put aside as {path}: {problem}</source>
        <translation>队列中有一个任务已损坏，已另存为 {path}：{problem}</translation>
    </message>
    <message>
        <source>A length of 0 leaves nothing of {name}.</source>
        <translation>长度为 0 时，{name} 什么也不剩。</translation>
    </message>
    <message>
        <source>A line above the picture after looking for models; the page has them too.</source>
        <translation>查找模型后在图片上方显示一行提示；模型页面中也能看到。</translation>
    </message>
    <message>
        <source>A line such as: © 2026 Ada. Every exported picture carries it; none if empty.</source>
        <translation>例如：© 2026 Ada。每张导出的图片都带上这一行；留空则没有。</translation>
    </message>
    <message>
        <source>A mask and new margins cannot be drawn at once: do one after the other.</source>
        <translation>蒙版和新的边距不能同时绘制：请分两次进行。</translation>
    </message>
    <message>
        <source>A number is too large ({n} digits).</source>
        <translation>数字太大（{n} 位）。</translation>
    </message>
    <message>
        <source>A picture drawn in tiles does not become seamless: leave out one of them.</source>
        <translation>分块绘制的图片不能成为无缝图片：请去掉其中一项。</translation>
    </message>
    <message>
        <source>A reference picture is not in this project: take it away or choose it again.</source>
        <translation>有一张参考图片不在这个项目里：请去掉它，或重新选择。</translation>
    </message>
    <message>
        <source>A seamless picture cannot keep a part of another: leave out either the mask and margins or the seamless edges.</source>
        <translation>无缝图片不能保留另一张图片的一部分：请去掉蒙版和边距，或去掉无缝边缘。</translation>
    </message>
    <message>
        <source>A second pass at high resolution would not keep what the mask keeps: draw the part first, then start from the result.</source>
        <translation>高分辨率的第二遍不会保留蒙版所保留的内容：请先画那一部分，再从结果开始。</translation>
    </message>
    <message>
        <source>A sheet of pictures</source>
        <translation>多张图片拼成的一页</translation>
    </message>
    <message>
        <source>A small decoder turns latents into the picture with an eighteenth of the work, and shows it while it forms; fine texture and text become softer. Needs its file in a models folder</source>
        <translation>小型解码器把潜变量变成图片，只需十八分之一的计算，并在图片形成时显示它；细微的纹理和文字会变软。需要把它的文件放在模型文件夹里</translation>
    </message>
    <message>
        <source>A “{bracket}” without its partner; write it twice to keep it.</source>
        <translation>“{bracket}”没有配对；要保留它，请写两次。</translation>
    </message>
    <message>
        <source>About the picture</source>
        <translation>图片信息</translation>
    </message>
    <message>
        <source>After this share of the steps the second model goes on</source>
        <translation>在这一比例的步数之后由第二个模型继续</translation>
    </message>
    <message>
        <source>Another VAE turns the latents into pixels: other colors, finer details</source>
        <translation>用另一个 VAE 把潜变量变成像素：颜色不同，细节更精细</translation>
    </message>
    <message>
        <source>Another model finishes the picture, such as the refiner of SDXL</source>
        <translation>由另一个模型完成图片，例如 SDXL 的 refiner</translation>
    </message>
    <message>
        <source>Another program has taken {path} over.</source>
        <translation>另一个程序已接管 {path}。</translation>
    </message>
    <message>
        <source>Around the picture</source>
        <translation>图片周围</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>询问我</translation>
    </message>
    <message>
        <source>At most so many; fewer are quieter over a slow remote display.</source>
        <translation>最多这么多次；远程显示较慢时，少一些更流畅。</translation>
    </message>
    <message>
        <source>At {extent} the masked part is cut off: choose a size shaped like the picture.</source>
        <translation>在 {extent} 下，蒙版部分会被裁掉：请选择与图片形状相同的尺寸。</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>从什么开始</translation>
    </message>
    <message>
        <source>Beyond the edges</source>
        <translation>画到边缘之外</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>Cancel it and close</source>
        <translation>取消任务并关闭</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>Changes of seed {seed}</source>
        <translation>种子 {seed} 的改动</translation>
    </message>
    <message>
        <source>Character {at}: &quot;{found}&quot; is not a step. Write a number as in [from:to:10] or [from:to:0.5], or \: for a colon that is text.</source>
        <translation>第 {at} 个字符：“{found}”不是步数。请像 [from:to:10] 或 [from:to:0.5] 那样写一个数字；如果冒号是文字，请写 \:。</translation>
    </message>
    <message>
        <source>Character {at}: &quot;{found}&quot; is not a weight for a choice. Write a number that is not negative, as in {{0.5::a|b}}.</source>
        <translation>第 {at} 个字符：“{found}”不是选项的权重。请写一个不小于零的数字，例如 {{0.5::a|b}}。</translation>
    </message>
    <message>
        <source>Character {at}: every option of this choice has the weight 0. Raise one.</source>
        <translation>第 {at} 个字符：这里所有选项的权重都是 0，请提高其中一个。</translation>
    </message>
    <message>
        <source>Character {at}: more than {limit} brackets inside each other. Close some.</source>
        <translation>第 {at} 个字符：括号嵌套超过 {limit} 层，请减少一些。</translation>
    </message>
    <message>
        <source>Character {at}: more than {limit} choices inside each other.</source>
        <translation>第 {at} 个字符：选项嵌套超过 {limit} 层。</translation>
    </message>
    <message>
        <source>Character {at}: the list __{name}__ is empty.</source>
        <translation>第 {at} 个字符：词表 __{name}__ 是空的。</translation>
    </message>
    <message>
        <source>Character {at}: the list __{name}__ leads back to itself.</source>
        <translation>第 {at} 个字符：词表 __{name}__ 又指回了自己。</translation>
    </message>
    <message>
        <source>Character {at}: the prompt grows beyond {limit} characters here.</source>
        <translation>第 {at} 个字符：提示词在这里展开后超过 {limit} 个字符。</translation>
    </message>
    <message>
        <source>Character {at}: the weight &quot;{found}&quot; is not a number. Write it as in (words:1.3), or \: for a colon that is text.</source>
        <translation>第 {at} 个字符：权重“{found}”不是数字。请写成 (words:1.3) 的样子；如果冒号是文字，请写 \:。</translation>
    </message>
    <message>
        <source>Character {at}: there is no list __{name}__. Did you mean __{known}__? Lists are text files in the wildcards folder, one entry a line.</source>
        <translation>第 {at} 个字符：没有词表 __{name}__。您是指 __{known}__ 吗？词表是 wildcards 文件夹里的文本文件，每行一条。</translation>
    </message>
    <message>
        <source>Character {at}: there is no list __{name}__. Lists are text files in the wildcards folder, one entry a line.</source>
        <translation>第 {at} 个字符：没有词表 __{name}__。词表是 wildcards 文件夹里的文本文件，每行一条。</translation>
    </message>
    <message>
        <source>Character {at}: this {{ is never closed. Add a }}, or write \{{ for a brace that is text.</source>
        <translation>第 {at} 个字符：这个 {{ 没有闭合。请补上 }}；如果它是文字，请写 \{{。</translation>
    </message>
    <message>
        <source>Character {at}: variables, as in ${{name=...}}, are not part of the prompt language. Write the words themselves, or {{a|b}} for a choice.</source>
        <translation>第 {at} 个字符：提示词里不能用 ${{name=...}} 这样的变量。请直接写出文字，或用 {{a|b}} 表示选择。</translation>
    </message>
    <message>
        <source>Character {at}: {tag} asks for an addition to the model that this version cannot load. Take it out of the prompt.</source>
        <translation>第 {at} 个字符：{tag} 要求加载模型附件，本版本还不支持。请把它从提示词中去掉。</translation>
    </message>
    <message>
        <source>Character {at}: {tag} is not complete. Write &lt;{kind}:name:0.8&gt;.</source>
        <translation>第 {at} 个字符：{tag} 不完整。请写成 &lt;{kind}:name:0.8&gt;。</translation>
    </message>
    <message>
        <source>Checking the index</source>
        <translation>正在检查索引</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>CLIP 跳层</translation>
    </message>
    <message>
        <source>Close when the work is done</source>
        <translation>完成后关闭</translation>
    </message>
    <message>
        <source>Close, and go on at the next start</source>
        <translation>关闭，下次启动时继续</translation>
    </message>
    <message>
        <source>Closing the index</source>
        <translation>正在关闭索引</translation>
    </message>
    <message>
        <source>Closing while it works</source>
        <translation>工作时关闭窗口</translation>
    </message>
    <message>
        <source>Colors around it</source>
        <translation>周围的颜色</translation>
    </message>
    <message>
        <source>Commercial use</source>
        <translation>商业用途</translation>
    </message>
    <message>
        <source>Comparing two pictures</source>
        <translation>正在对比两张图片</translation>
    </message>
    <message>
        <source>Compute hashes of models</source>
        <translation>计算模型的哈希</translation>
    </message>
    <message>
        <source>Computes the inner blocks of the denoiser only every so many steps and reuses them in between. With 3, SD 1.5 takes two fifths of the work; the composition stays and fine detail changes (29 dB to the exact picture on average with the starter model, 33 dB with 2). 1 computes all</source>
        <translation>每隔若干步才计算一次去噪网络的内层，其间沿用结果。设为 3 时，SD 1.5 只需五分之二的计算；构图不变，细节会变（用自带模型测得，与精确图片平均相差 29 dB，设为 2 时 33 dB）。1 表示全部计算</translation>
    </message>
    <message>
        <source>Computing the hash of {model}</source>
        <translation>正在计算 {model} 的哈希</translation>
    </message>
    <message>
        <source>Contact sheet of {n} pictures</source>
        <translation>{n} 张图片的联系表</translation>
    </message>
    <message>
        <source>Content filter</source>
        <translation>内容过滤</translation>
    </message>
    <message>
        <source>Converting {name}</source>
        <translation>正在转换 {name}</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>正在计数</translation>
    </message>
    <message>
        <source>Craft</source>
        <translation>工艺</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Dark gray</source>
        <translation>深灰</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>解码器</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Draw a draft first, enlarge it and draw over it again: large and still composed</source>
        <translation>先画草图，放大，再画一遍：又大，构图又完整</translation>
    </message>
    <message>
        <source>Draw in tiles of this side, for sizes that do not fit at once; 0 draws the whole</source>
        <translation>按这个边长分块绘制，用于一次放不下的尺寸；0 表示整张绘制</translation>
    </message>
    <message>
        <source>Draw on</source>
        <translation>绘制设备</translation>
    </message>
    <message>
        <source>Draw only where the mask is white, and keep the rest of the starting picture</source>
        <translation>只画蒙版的白色部分，起始图片的其余部分不变</translation>
    </message>
    <message>
        <source>Draw this far beyond the mask as well</source>
        <translation>蒙版之外再多画这么远</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Drawing a contact sheet</source>
        <translation>正在绘制联系表</translation>
    </message>
    <message>
        <source>Drawing page {n}</source>
        <translation>正在绘制第 {n} 页</translation>
    </message>
    <message>
        <source>Drawing the training pictures</source>
        <translation>正在绘制训练图片</translation>
    </message>
    <message>
        <source>Drawing tile {n} of {count}</source>
        <translation>正在绘制第 {n} 块，共 {count} 块</translation>
    </message>
    <message>
        <source>Drawn by a model</source>
        <translation>由模型绘制</translation>
    </message>
    <message>
        <source>Drawn by a model over another picture</source>
        <translation>由模型在另一张图片上绘制</translation>
    </message>
    <message>
        <source>Drop a picture first, or paste one.</source>
        <translation>请先拖入或粘贴一张图片。</translation>
    </message>
    <message>
        <source>Edges that continue on the other side: for patterns and textures</source>
        <translation>边缘在另一侧接上：适合图案和纹理</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Emptying the trash</source>
        <translation>正在清空回收站</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>放大方式</translation>
    </message>
    <message>
        <source>Estimating memory</source>
        <translation>正在估计内存</translation>
    </message>
    <message>
        <source>Every picture</source>
        <translation>所有图片</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Everything in the trash is deleted for good. This cannot be undone.</source>
        <translation>回收站中的全部内容将被彻底删除，无法撤销。</translation>
    </message>
    <message>
        <source>Exact, as the libraries compute it</source>
        <translation>精确，按库的计算方式</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Exporting {n} pictures</source>
        <translation>正在导出 {n} 张图片</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Files of version {n} can no longer be read.</source>
        <translation>版本 {n} 的文件已经无法读取。</translation>
    </message>
    <message>
        <source>Finishing the picture</source>
        <translation>正在完成图片</translation>
    </message>
    <message>
        <source>Finishing tile {n} of {count}</source>
        <translation>正在完成第 {n} 块，共 {count} 块</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Follows the words alone after this share of the steps; such a step takes half the work. At 0.8 the picture differs little (35 dB to the exact one on average with the starter model), at 0.6 more (29 dB)</source>
        <translation>在这一比例的步数之后只跟随提示词；这样的一步只需一半计算。设为 0.8 时图片几乎不变（用自带模型测得，与精确图片平均相差 35 dB），0.6 时更多（29 dB）</translation>
    </message>
    <message>
        <source>Follows the words alone until this share of the steps; such a step takes half the work. The composition forms in these steps and may become another</source>
        <translation>在这一比例的步数之前只跟随提示词；这样的一步只需一半计算。构图在这些步里形成，可能会变</translation>
    </message>
    <message>
        <source>From</source>
        <translation>自</translation>
    </message>
    <message>
        <source>Further model</source>
        <translation>另外的模型</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Generate: {prompt}</source>
        <translation>生成：{prompt}</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Gray, as the theme</source>
        <translation>灰色，跟随主题</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导强度</translation>
    </message>
    <message>
        <source>Guidance must begin before it ends, both from 0 to 1: not {start} to {end}.</source>
        <translation>引导的开始必须早于结束，两者都在 0 到 1 之间：不能是 {start} 到 {end}。</translation>
    </message>
    <message>
        <source>Guide from</source>
        <translation>引导自</translation>
    </message>
    <message>
        <source>Guide to</source>
        <translation>引导至</translation>
    </message>
    <message>
        <source>Has every finished picture looked at by a safety checker, whose files must be in a models folder, and says which pictures were held back.</source>
        <translation>让安全检查器查看每一张完成的图片，并说明哪些被拦下。它的文件必须在模型文件夹里。</translation>
    </message>
    <message>
        <source>How closely the picture follows the words. Low is loose and soft, high is literal and harsh; at 1 the negative prompt has no effect and a step takes half the time.</source>
        <translation>画面遵循文字的程度。低则自由柔和，高则刻板生硬；为 1 时反向提示词不起作用，每一步只用一半时间。</translation>
    </message>
    <message>
        <source>How closely the picture follows the words. Z-Image-Turbo is made for 1, where the negative prompt has no effect; Z-Image wants 4 to 6, and takes twice as long a step.</source>
        <translation>图片多紧密地跟随提示词。Z-Image-Turbo 适合 1，此时反向提示词不起作用；Z-Image 适合 4 到 6，每一步要两倍时间。</translation>
    </message>
    <message>
        <source>How far the picture goes towards that of the other seed: 0 not at all, 1 all</source>
        <translation>图片多大程度上靠近另一个种子的图片：0 完全不，1 完全</translation>
    </message>
    <message>
        <source>How far tiles reach into each other</source>
        <translation>相邻的块重叠多远</translation>
    </message>
    <message>
        <source>How it came about</source>
        <translation>产生方式</translation>
    </message>
    <message>
        <source>How many times wider and higher than the draft the picture becomes</source>
        <translation>图片的宽和高是草图的多少倍</translation>
    </message>
    <message>
        <source>How much is drawn above the picture</source>
        <translation>在图片上方画多少</translation>
    </message>
    <message>
        <source>How much is drawn below the picture</source>
        <translation>在图片下方画多少</translation>
    </message>
    <message>
        <source>How much is drawn to the left of the picture</source>
        <translation>在图片左侧画多少</translation>
    </message>
    <message>
        <source>How much is drawn to the right of the picture</source>
        <translation>在图片右侧画多少</translation>
    </message>
    <message>
        <source>How much memory models and pictures may take; 0 lets them take what is free. With less, the studio keeps fewer models loaded and works more slowly.</source>
        <translation>模型和图片最多可以占用多少内存；0 表示可以用尽空闲内存。设得少，画室会少留几个模型在内存里，工作也更慢。</translation>
    </message>
    <message>
        <source>How much the picture takes after the reference</source>
        <translation>图片多大程度上像参考图片</translation>
    </message>
    <message>
        <source>How much the second pass may change: 0.3 sharpens, 0.6 draws new details</source>
        <translation>第二遍可以改动多少：0.3 使画面清晰，0.6 画出新的细节</translation>
    </message>
    <message>
        <source>How softly what is drawn goes over into the picture</source>
        <translation>画出的部分以多柔和的过渡融入图片</translation>
    </message>
    <message>
        <source>How softly what is drawn goes over into what is kept</source>
        <translation>画出的部分以多柔和的过渡融入保留的部分</translation>
    </message>
    <message>
        <source>How they came about</source>
        <translation>它们是怎么产生的</translation>
    </message>
    <message>
        <source>Identical: {run} was drawn again, and every pixel is the same.</source>
        <translation>相同：重新绘制了 {run}，每个像素都一样。</translation>
    </message>
    <message>
        <source>Illustration</source>
        <translation>插画</translation>
    </message>
    <message>
        <source>In half precision the model computed numbers that are not finite; the picture was made in full precision, which takes twice the memory.</source>
        <translation>在半精度下，模型算出了非有限的数；图片以全精度绘制，需要两倍内存。</translation>
    </message>
    <message>
        <source>It cannot be said where the words act. {why}</source>
        <translation>无法说明词在哪里起作用。{why}</translation>
    </message>
    <message>
        <source>It was made by a newer version of the studio (schema {its}, here at most {ours}). Please update the studio to open it.</source>
        <translation>它由更新版本的画室创建（格式 {its}，这里最高支持 {ours}）。请更新画室后再打开。</translation>
    </message>
    <message>
        <source>Keep the starting picture and draw what lies around it</source>
        <translation>保留起始图片，画出它周围的内容</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Larger picture</source>
        <translation>更大的图片</translation>
    </message>
    <message>
        <source>Latents</source>
        <translation>潜变量</translation>
    </message>
    <message>
        <source>Leaves out the later blocks of a step whose first block says nearly the same as before, up to this much change. 0 leaves nothing out, 0.1 a part, and fine detail with it</source>
        <translation>如果一步的第一个模块与之前几乎相同，变化不超过这个值，就省略后面的模块。0 什么都不省略，0.1 省略一部分，细节也随之减少</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>License</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>LoRAs and reference pictures act until the refiner takes over, not after it.</source>
        <translation>LoRA 和参考图片在 refiner 接手之前起作用，之后不再起作用。</translation>
    </message>
    <message>
        <source>Loading the denoiser</source>
        <translation>正在加载去噪网络</translation>
    </message>
    <message>
        <source>Loading the encoder of reference pictures</source>
        <translation>正在加载参考图片的编码器</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Loading the picture decoder</source>
        <translation>正在加载图片解码器</translation>
    </message>
    <message>
        <source>Loading the second text encoder</source>
        <translation>正在加载第二个文本编码器</translation>
    </message>
    <message>
        <source>Loading the text encoder</source>
        <translation>正在加载文本编码器</translation>
    </message>
    <message>
        <source>Looking at the picture with the content filter</source>
        <translation>内容过滤器正在查看图片</translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>正在查找模型</translation>
    </message>
    <message>
        <source>Looking up what {model} knows</source>
        <translation>正在查看 {model} 认识什么</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>绘制于</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Measure the styles of {model}</source>
        <translation>测量 {model} 的风格</translation>
    </message>
    <message>
        <source>Measuring the style {title}</source>
        <translation>正在测量风格 {title}</translation>
    </message>
    <message>
        <source>Memory for models</source>
        <translation>模型的内存</translation>
    </message>
    <message>
        <source>Memory ran out, at last with this: {what}. The picture takes about {taken} MiB; {needed} more were needed and {free} were free. Choose a smaller size, or close other programs.</source>
        <translation>内存不足，最后一次已经这样做：{what}。图片约需 {taken} MiB；还需要 {needed}，空闲 {free}。请选择较小的尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Memory ran out: {needed} more were needed and {free} were free. Choose a smaller size, or close other programs.</source>
        <translation>内存不足：还需要 {needed}，只剩 {free}。请选择更小的尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Models and additions</source>
        <translation>模型和附加文件</translation>
    </message>
    <message>
        <source>Models built like Stable Diffusion draw sooner when tuned or compiled, and differ in the last digits, which nobody sees. Compiling takes a minute, once for each model and size. The processor is never tuned: it would be slower.</source>
        <translation>与 Stable Diffusion 同类的模型经过调优或编译后画得更快，只在最末几位数字上有差别，肉眼看不出。编译需要一分钟，每个模型和尺寸一次。处理器从不调优：那样会更慢。</translation>
    </message>
    <message>
        <source>Models were found in {path}.</source>
        <translation>在 {path} 找到了模型。</translation>
    </message>
    <message>
        <source>More steps give finer, steadier pictures and take proportionally longer.</source>
        <translation>步数越多，图片越精细稳定，时间也成比例增加。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>No margin is wanted: say how far to draw beyond an edge.</source>
        <translation>没有指定边距：请说明要在哪一边画到多远。</translation>
    </message>
    <message>
        <source>No small decoder (TAESD) for this model was found. Put its safetensors file into a models folder, or choose the full decoder.</source>
        <translation>没有找到适合这个模型的小型解码器（TAESD）。请把它的 safetensors 文件放到模型文件夹里，或选择完整的解码器。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Not identical: {run} came out in another size. {why}</source>
        <translation>不相同：{run} 重新绘制后尺寸不同。{why}</translation>
    </message>
    <message>
        <source>Not identical: {run} was drawn again with a PSNR of {psnr:.1f} dB; {share:.1%} of the pixels differ, by at most {most} of 255. {why}</source>
        <translation>不相同：重新绘制了 {run}，PSNR 为 {psnr:.1f} dB；{share:.1%} 的像素不同，最多相差 {most}（满分 255）。{why}</translation>
    </message>
    <message>
        <source>Nothing of this picture was drawn by its words alone.</source>
        <translation>这张图片没有任何部分是只由词画出的。</translation>
    </message>
    <message>
        <source>Nothing that was written down differs.</source>
        <translation>记录下来的内容没有任何不同。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数目</translation>
    </message>
    <message>
        <source>Only inside a mask</source>
        <translation>只在蒙版内</translation>
    </message>
    <message>
        <source>Open a project first: pictures are stored in it.</source>
        <translation>请先打开一个项目：图片会保存在其中。</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
    <message>
        <source>Origin and content</source>
        <translation>来历与内容</translation>
    </message>
    <message>
        <source>Other decoder (VAE)</source>
        <translation>其他解码器（VAE）</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>PNG image</source>
        <translation>PNG 图像</translation>
    </message>
    <message>
        <source>Painting</source>
        <translation>绘画</translation>
    </message>
    <message>
        <source>Parted by commas; a prompt with one of them is refused before it is drawn.</source>
        <translation>用逗号分开；提示词里有其中任何一个，就在绘制之前拒绝。</translation>
    </message>
    <message>
        <source>Photo and film</source>
        <translation>摄影与电影</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures that others were made from</source>
        <translation>其他图片由它们而来的图片</translation>
    </message>
    <message>
        <source>Pictures that the new one takes after, in what they show and how (IP-Adapter)</source>
        <translation>让新图片参考的图片：画的是什么，怎么画的（IP-Adapter）</translation>
    </message>
    <message>
        <source>Pixel and 3D</source>
        <translation>像素与三维</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Pixels stay close to the draft; latents need more change, and invent more</source>
        <translation>像素更接近草图；潜变量需要更多改动，也会多出新内容</translation>
    </message>
    <message>
        <source>Print and poster</source>
        <translation>版画与海报</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程</translation>
    </message>
    <message>
        <source>Putting a report together</source>
        <translation>正在整理报告</translation>
    </message>
    <message>
        <source>Reading a file once, to know which one it is</source>
        <translation>正在读取一个文件，以确认它是哪一个</translation>
    </message>
    <message>
        <source>Reading a picture</source>
        <translation>正在读取图片</translation>
    </message>
    <message>
        <source>Reading the log</source>
        <translation>正在读取日志</translation>
    </message>
    <message>
        <source>Reading the model once, to record which one it is</source>
        <translation>正在读取一遍模型，记录它是哪一个</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>正在读取提示词</translation>
    </message>
    <message>
        <source>Reading the studio&apos;s policy</source>
        <translation>正在读取工作室的策略</translation>
    </message>
    <message>
        <source>Reading thumbnails</source>
        <translation>正在读取缩略图</translation>
    </message>
    <message>
        <source>Reading tile {n} of {count}</source>
        <translation>正在读取第 {n} 块，共 {count} 块</translation>
    </message>
    <message>
        <source>Reads every model once, in quiet moments, so that pictures name the files they were made with; damaged weights are found on the way. Network drives are left out.</source>
        <translation>空闲时把每个模型读一遍，使图片能记下所用的文件；同时会发现损坏的权重。网络驱动器除外。</translation>
    </message>
    <message>
        <source>Reference picture</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>Reference pictures</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>Reuse</source>
        <translation>沿用</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>版权</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
    <message>
        <source>Saving to {name}</source>
        <translation>正在保存到 {name}</translation>
    </message>
    <message>
        <source>Saving {name}</source>
        <translation>正在保存 {name}</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>采样器</translation>
    </message>
    <message>
        <source>Seamless edges</source>
        <translation>无缝边缘</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>第二个模型</translation>
    </message>
    <message>
        <source>Seed {seed}, {seconds:.1f} s.</source>
        <translation>种子 {seed}，{seconds:.1f} 秒。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Small (TAESD)</source>
        <translation>小型（TAESD）</translation>
    </message>
    <message>
        <source>Starting picture</source>
        <translation>起始图片</translation>
    </message>
    <message>
        <source>Starting the model libraries</source>
        <translation>正在启动模型库</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Steps of the second pass; 0 takes those above</source>
        <translation>第二遍的步数；0 表示与上面相同</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>画室</translation>
    </message>
    <message>
        <source>Switch at</source>
        <translation>切换时机</translation>
    </message>
    <message>
        <source>Taken from</source>
        <translation>取自</translation>
    </message>
    <message>
        <source>Taken in; the file does not say how it came about</source>
        <translation>导入的；文件没有说明它是怎么产生的</translation>
    </message>
    <message>
        <source>The IP-Adapter {key} is not on this machine.</source>
        <translation>IP-Adapter {key} 不在这台机器上。</translation>
    </message>
    <message>
        <source>The IP-Adapter {name} looks through a CLIP picture encoder with {which} width {width}, which was not found. Put its folder (config.json and model.safetensors) into {folder}.</source>
        <translation>IP-Adapter {name} 需要 {which} 宽度为 {width} 的 CLIP 图片编码器，没有找到。请把它的文件夹（config.json 和 model.safetensors）放到 {folder}。</translation>
    </message>
    <message>
        <source>The IP-Adapter {name} was made for another base model: its layer {layer} does not fit. Choose another adapter.</source>
        <translation>IP-Adapter {name} 是为另一种基础模型制作的：它的层 {layer} 不匹配。请换一个适配器。</translation>
    </message>
    <message>
        <source>The IP-Adapter {name} was not found. Choose another for the reference picture.</source>
        <translation>没有找到 IP-Adapter {name}。请为参考图片另选一个。</translation>
    </message>
    <message>
        <source>The LoRA {name} with SHA-256 {hash} is not on this machine. Put its file into the folder loras beside your models.</source>
        <translation>SHA-256 为 {hash} 的 LoRA {name} 不在这台机器上。请把它的文件放到模型旁边的 loras 文件夹。</translation>
    </message>
    <message>
        <source>The VAE {key} is not on this machine.</source>
        <translation>VAE {key} 不在这台机器上。</translation>
    </message>
    <message>
        <source>The VAE {name} was made for another base model: its latents are {found}, this one&apos;s {wanted}. Choose another VAE, or the model&apos;s own.</source>
        <translation>VAE {name} 是为另一种基础模型制作的：它的潜变量是 {found}，这个模型的是 {wanted}。请另选一个 VAE，或用模型自带的。</translation>
    </message>
    <message>
        <source>The VAE {name} was not found. Choose another, or the model&apos;s own.</source>
        <translation>没有找到 VAE {name}。请另选一个，或用模型自带的。</translation>
    </message>
    <message>
        <source>The colors of the window.</source>
        <translation>窗口的颜色。</translation>
    </message>
    <message>
        <source>The content filter is on, and there is no safety checker to look with, so nothing is drawn. Put its config.json and model.safetensors into {path}, or have the filter switched off.</source>
        <translation>内容过滤已开启，但没有可用的安全检查器，所以不绘制任何图片。请把它的 config.json 和 model.safetensors 放到 {path}，或关闭过滤。</translation>
    </message>
    <message>
        <source>The embedding {name} with SHA-256 {hash} is not on this machine. Put its file into the folder embeddings beside your models.</source>
        <translation>SHA-256 为 {hash} 的嵌入 {name} 不在这台机器上。请把它的文件放到模型旁边的 embeddings 文件夹。</translation>
    </message>
    <message>
        <source>The end of the prompt was left out: it is too long.</source>
        <translation>提示词太长，末尾部分被舍去。</translation>
    </message>
    <message>
        <source>The file does not say which version it is of.</source>
        <translation>文件没有说明自己的版本。</translation>
    </message>
    <message>
        <source>The file is damaged: {reason}.</source>
        <translation>文件已损坏：{reason}。</translation>
    </message>
    <message>
        <source>The file is nested too deeply.</source>
        <translation>文件嵌套太深。</translation>
    </message>
    <message>
        <source>The file is too large ({n} bytes).</source>
        <translation>文件太大（{n} 字节）。</translation>
    </message>
    <message>
        <source>The graphics card stopped answering ({reason}). Its process was ended, and the next job starts a new one. If it happens again, draw on the processor, or restart the computer.</source>
        <translation>显卡没有响应（{reason}）。它的进程已经结束，下一个任务会启动新的进程。如果再次发生，请用处理器绘制，或重新启动电脑。</translation>
    </message>
    <message>
        <source>The graphics card, if there is one</source>
        <translation>显卡（如果有）</translation>
    </message>
    <message>
        <source>The mask is empty: paint over what is to be drawn anew.</source>
        <translation>蒙版是空的：请涂出要重新绘制的部分。</translation>
    </message>
    <message>
        <source>The mask is not in this project: choose it again.</source>
        <translation>蒙版不在这个项目里：请重新选择。</translation>
    </message>
    <message>
        <source>The mask is too small for a feather of {feather} px: lower it.</source>
        <translation>蒙版太小，不能羽化 {feather} 像素：请调小。</translation>
    </message>
    <message>
        <source>The mask is {mask} and its picture {picture}: they must be equally large.</source>
        <translation>蒙版是 {mask}，图片是 {picture}：两者必须一样大。</translation>
    </message>
    <message>
        <source>The model asks for a scheduler that is not known: {kind}.</source>
        <translation>模型要求使用未知的采样器：{kind}。</translation>
    </message>
    <message>
        <source>The process that holds the models ended while it worked with {model}: {reason}.</source>
        <translation>持有模型的进程在使用 {model} 时结束了：{reason}。</translation>
    </message>
    <message>
        <source>The process that holds the models ended: {reason}.</source>
        <translation>持有模型的进程结束了：{reason}。</translation>
    </message>
    <message>
        <source>The processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>To fit into memory, the denoiser&apos;s layers came into it one by one; every step took longer.</source>
        <translation>为了放进内存，去噪网络的层逐个进入内存；每一步都更慢。</translation>
    </message>
    <message>
        <source>the denoiser&apos;s layers come into memory one by one</source>
        <translation>去噪网络的层逐个进入内存</translation>
    </message>
    <message>
        <source>{name} is a model of the kind {family}.</source>
        <translation>{name} 是 {family} 类的模型。</translation>
    </message>
    <message>
        <source>{name} is a part that models can be given.</source>
        <translation>{name} 是可以配给模型的部件。</translation>
    </message>
    <message>
        <source>{name} is an IP-Adapter of a kind that is not known here (it may need a face detector). Choose another adapter.</source>
        <translation>{name} 是这里不认识的一种 IP-Adapter（可能需要人脸检测器）。请换一个适配器。</translation>
    </message>
    <message>
        <source>{path} is a GGUF file of version {version}, which is not known.</source>
        <translation>{path} 是版本 {version} 的 GGUF 文件，这里不认识。</translation>
    </message>
    <message>
        <source>{path} is a pickle, which can run any program when it is opened. Use the safetensors version of this model, or convert it.</source>
        <translation>{path} 是 pickle，打开时可能运行任何程序。请使用这个模型的 safetensors 版本，或将它转换。</translation>
    </message>
    <message>
        <source>{path} is a pickle, which can run any program. Put {wanted} there instead, or convert it.</source>
        <translation>{path} 是 pickle，可能运行任何程序。请在那里放 {wanted}，或将它转换。</translation>
    </message>
    <message>
        <source>The model {key} is not on this machine.</source>
        <translation>这台电脑上没有模型 {key}。</translation>
    </message>
    <message>
        <source>The model&apos;s own</source>
        <translation>模型自带的</translation>
    </message>
    <message>
        <source>The path from noise to picture. It changes details and how few steps suffice; those with an a or SDE keep changing the picture as steps are added.</source>
        <translation>从噪声到图片的路径。它影响细节以及最少需要多少步；名称带 a 或 SDE 的，增加步数时画面会不断变化。</translation>
    </message>
    <message>
        <source>The picture could not be saved in {path}: {reason}. It is kept in memory.</source>
        <translation>图片无法保存到 {path}：{reason}。它仍保留在内存中。</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}. It is kept in memory: make room there, or save it elsewhere.</source>
        <translation>图片无法存入 {path}：{reason}。它仍保留在内存中：请腾出空间，或保存到别处。</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}. It was saved in {folder} instead.</source>
        <translation>图片无法存入 {path}：{reason}。已改存到 {folder}。</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}. There was no room in the current folder and in that of temporary files either, so it is lost.</source>
        <translation>图片无法存入 {path}：{reason}。当前文件夹和临时文件夹也存不下，图片已丢失。</translation>
    </message>
    <message>
        <source>The picture {path} cannot be read: {error}.</source>
        <translation>无法读取图片 {path}：{error}。</translation>
    </message>
    <message>
        <source>The picture&apos;s own parameters cannot be read: {problem}</source>
        <translation>无法读取图片自带的参数：{problem}</translation>
    </message>
    <message>
        <source>The picture&apos;s parameters are out of bounds.</source>
        <translation>图片的参数超出范围。</translation>
    </message>
    <message>
        <source>The picture&apos;s parameters are too long to be read.</source>
        <translation>图片的参数太长，无法读取。</translation>
    </message>
    <message>
        <source>The project has it already; --again makes it once more.</source>
        <translation>项目里已有这张图片；加上 --again 会重新生成。</translation>
    </message>
    <message>
        <source>The project has {n} of them already.</source>
        <translation>项目里已有其中 {n} 张。</translation>
    </message>
    <message>
        <source>The prompt holds “{word}”, one of the words in the settings not to draw.</source>
        <translation>提示词里有“{word}”，它是设置中不绘制的词之一。</translation>
    </message>
    <message>
        <source>The prompt holds “{word}”, which this studio&apos;s policy does not let draw.</source>
        <translation>提示词里有“{word}”，本工作室的策略不允许绘制。</translation>
    </message>
    <message>
        <source>The strength of a style is a number from 0 to {limit:g}, not {found}.</source>
        <translation>风格强度应是 0 到 {limit:g} 之间的数字，而不是 {found}。</translation>
    </message>
    <message>
        <source>The studio is still opening. Your picture is made right after.</source>
        <translation>画室仍在打开，随后就会生成您的图片。</translation>
    </message>
    <message>
        <source>The studio is still working. Jobs: {n}.</source>
        <translation>画室还在工作。任务数：{n}。</translation>
    </message>
    <message>
        <source>The style file {path} was left out: {reason}.</source>
        <translation>未使用风格文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The vocabulary in {folder} belongs to another model: it has {count} words.</source>
        <translation>{folder} 中的词汇表属于另一个模型：它有 {count} 个词。</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json: {reason}</source>
        <translation>{path} 中的权重与其 config.json 不符：{reason}</translation>
    </message>
    <message>
        <source>The window closes when the work is done. Jobs: {n}.</source>
        <translation>工作完成后窗口将关闭。任务数：{n}。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>There are no models in {path}.</source>
        <translation>{path} 中没有模型。</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>没有文件夹 {path}。</translation>
    </message>
    <message>
        <source>There is no model {name}, nor any other: put one into {path}.</source>
        <translation>没有模型 {name}，也没有其他模型：请把模型放入 {path}。</translation>
    </message>
    <message>
        <source>There is no model {name}. There is: {known}.</source>
        <translation>没有模型 {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>There is no style {name}. There is: {known}.</source>
        <translation>没有风格 {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>These could not be taken over: {names}. Everything else was.</source>
        <translation>无法取用：{names}。其余已取用。</translation>
    </message>
    <message>
        <source>This is not a {name} file.</source>
        <translation>这不是 {name} 文件。</translation>
    </message>
    <message>
        <source>This model was trained on pictures of {native}; at {extent} it may lose its way.</source>
        <translation>这个模型是用 {native} 的图片训练的；在 {extent} 下可能画不好。</translation>
    </message>
    <message>
        <source>This picture is in the project already: nothing was changed since.</source>
        <translation>这张图片已在项目中：此后没有任何改动。</translation>
    </message>
    <message>
        <source>This project is open for reading only.</source>
        <translation>这个项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Training: loss {loss}</source>
        <translation>训练：损失 {loss}</translation>
    </message>
    <message>
        <source>Two files of a run have the same name.</source>
        <translation>一次生成中有两个文件同名。</translation>
    </message>
    <message>
        <source>Unexpected error: {error}</source>
        <translation>意外错误：{error}</translation>
    </message>
    <message>
        <source>How long after the last edit the prompt goes to the disk.</source>
        <translation>最后一次修改后多久把提示词写入磁盘。</translation>
    </message>
    <message>
        <source>A quotation mark is open.</source>
        <translation>引号没有闭合。</translation>
    </message>
    <message>
        <source>A range can have from 1 to {n} values, not {count}.</source>
        <translation>一个范围可以有 1 到 {n} 个值，而不是 {count} 个。</translation>
    </message>
    <message>
        <source>A range cannot go in steps of 0.</source>
        <translation>范围的步长不能是 0。</translation>
    </message>
    <message>
        <source>Change of the picture</source>
        <translation>重绘幅度</translation>
    </message>
    <message>
        <source>Drawing the sheet</source>
        <translation>正在绘制总览图</translation>
    </message>
    <message>
        <source>Folder {name}: {n} pictures</source>
        <translation>文件夹 {name}：{n} 张图片</translation>
    </message>
    <message>
        <source>Grid of {sides}: {names}</source>
        <translation>{sides} 网格：{names}</translation>
    </message>
    <message>
        <source>How many logs are kept; the oldest goes first.</source>
        <translation>保留多少份日志；最旧的先删除。</translation>
    </message>
    <message>
        <source>How many threads draw when there is no graphics card; 0 lets the studio choose. The model is loaded again before the next picture.</source>
        <translation>没有显卡时用多少个线程绘制；0 表示由画室决定。生成下一张图片前会重新加载模型。</translation>
    </message>
    <message>
        <source>How much is written to the log of this window.</source>
        <translation>这个窗口的日志记录多少内容。</translation>
    </message>
    <message>
        <source>Imported pictures: {n}.</source>
        <translation>已导入 {n} 张图片。</translation>
    </message>
    <message>
        <source>Imported pictures: {n}. In the project already: {known}.</source>
        <translation>已导入 {n} 张图片；{known} 张已在项目中。</translation>
    </message>
    <message>
        <source>Imported pictures: {n}. Left out: {left}. {first}</source>
        <translation>已导入 {n} 张图片，{left} 张未导入。{first}</translation>
    </message>
    <message>
        <source>Importing styles of {name}</source>
        <translation>正在导入 {name} 的风格</translation>
    </message>
    <message>
        <source>Importing {n} pictures</source>
        <translation>正在导入 {n} 张图片</translation>
    </message>
    <message>
        <source>It was running {n} times when the studio ended.</source>
        <translation>画室退出时它正在运行，已有 {n} 次。</translation>
    </message>
    <message>
        <source>Keep what I write</source>
        <translation>保留输入内容</translation>
    </message>
    <message>
        <source>Keeping stars, tags and albums</source>
        <translation>正在保存星级、标签和相册</translation>
    </message>
    <message>
        <source>Keeping the queue</source>
        <translation>正在保存队列</translation>
    </message>
    <message>
        <source>Light gray</source>
        <translation>浅灰</translation>
    </message>
    <message>
        <source>Line {line}: {problem}.</source>
        <translation>第 {line} 行：{problem}。</translation>
    </message>
    <message>
        <source>Line {line}: “{value}” is no seed.</source>
        <translation>第 {line} 行：“{value}”不是种子。</translation>
    </message>
    <message>
        <source>List of {n} prompts</source>
        <translation>{n} 条提示词的列表</translation>
    </message>
    <message>
        <source>Live preview</source>
        <translation>实时预览</translation>
    </message>
    <message>
        <source>LoRA and embeddings</source>
        <translation>LoRA 与嵌入</translation>
    </message>
    <message>
        <source>Logs of former starts</source>
        <translation>保留的旧日志</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Looking at folders</source>
        <translation>正在查看文件夹</translation>
    </message>
    <message>
        <source>Looking at what was dropped</source>
        <translation>正在查看拖入的内容</translation>
    </message>
    <message>
        <source>Looking for edited pictures</source>
        <translation>正在查找改动过的图片</translation>
    </message>
    <message>
        <source>Looking for new pictures</source>
        <translation>正在查找新图片</translation>
    </message>
    <message>
        <source>Looking for projects</source>
        <translation>正在查找项目</translation>
    </message>
    <message>
        <source>Looking into the trash</source>
        <translation>正在查看回收站</translation>
    </message>
    <message>
        <source>Looking through {name}</source>
        <translation>正在查看 {name}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More like seed {seed}</source>
        <translation>种子 {seed} 的类似图片</translation>
    </message>
    <message>
        <source>Moving pictures to the trash</source>
        <translation>正在把图片移到回收站</translation>
    </message>
    <message>
        <source>New styles: {n}.</source>
        <translation>新增 {n} 个风格。</translation>
    </message>
    <message>
        <source>New styles: {n}. Under a new name, as theirs was taken: {renamed}.</source>
        <translation>新增 {n} 个风格。因重名而改名：{renamed}。</translation>
    </message>
    <message>
        <source>No picture fits on the page: take more columns or a larger page.</source>
        <translation>页面放不下任何图片：请增加列数或用更大的页面。</translation>
    </message>
    <message>
        <source>Notices and log</source>
        <translation>提示与日志</translation>
    </message>
    <message>
        <source>Only what goes wrong</source>
        <translation>仅记录问题</translation>
    </message>
    <message>
        <source>Pencil and ink</source>
        <translation>素描与钢笔</translation>
    </message>
    <message>
        <source>Picture {n} of {count}: {problem}</source>
        <translation>第 {n} 张，共 {count} 张：{problem}</translation>
    </message>
    <message>
        <source>Pictures are stored in a project. Open one that can be written.</source>
        <translation>图片保存在项目中。请打开一个可以写入的项目。</translation>
    </message>
    <message>
        <source>Pictures deleted for good: {n}.</source>
        <translation>已彻底删除 {n} 张图片。</translation>
    </message>
    <message>
        <source>Pictures put into the trash: {n}.</source>
        <translation>已将 {n} 张图片移到回收站。</translation>
    </message>
    <message>
        <source>Pictures taken out of the trash: {n}.</source>
        <translation>已从回收站还原 {n} 张图片。</translation>
    </message>
    <message>
        <source>Preparing a large picture</source>
        <translation>正在准备大图</translation>
    </message>
    <message>
        <source>Previews a second</source>
        <translation>每秒预览次数</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Reading a list of prompts</source>
        <translation>正在读取提示词列表</translation>
    </message>
    <message>
        <source>Reading pictures of {name}</source>
        <translation>正在读取 {name} 的图片</translation>
    </message>
    <message>
        <source>Reading the pictures of styles</source>
        <translation>正在读取风格的示例图</translation>
    </message>
    <message>
        <source>Reading the queue</source>
        <translation>正在读取队列</translation>
    </message>
    <message>
        <source>Reading what models say of themselves</source>
        <translation>正在读取模型自带的信息</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>正在读取 {name}</translation>
    </message>
    <message>
        <source>Reading {n} prompts</source>
        <translation>正在读取 {n} 条提示词</translation>
    </message>
    <message>
        <source>Remembering new pictures</source>
        <translation>正在登记新图片</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>生成设置</translation>
    </message>
    <message>
        <source>Searched for models after the folders the studio knows by itself.</source>
        <translation>在画室自带的文件夹之后，再到这些文件夹中查找模型。</translation>
    </message>
    <message>
        <source>Searched for styles; later folders win.</source>
        <translation>在这些文件夹中查找风格；靠后的优先。</translation>
    </message>
    <message>
        <source>Searched for the files that &lt;lora:name:1&gt; and embedding names stand for.</source>
        <translation>在这些文件夹中查找 &lt;lora:name:1&gt; 和嵌入名称所指的文件。</translation>
    </message>
    <message>
        <source>Searched for the lists behind __name__; later folders win.</source>
        <translation>在这些文件夹中查找 __name__ 所指的词表；靠后的优先。</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>正在搜索</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Select two to four pictures in the gallery to compare them.</source>
        <translation>请在图库中选择两到四张图片进行对比。</translation>
    </message>
    <message>
        <source>Show the picture while it forms. It costs next to no time.</source>
        <translation>生成过程中显示图片，几乎不费时间。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Small, 256 px, illustrated scenes. Add a full model under Models.</source>
        <translation>小型模型：256 像素的插画场景。完整模型请在“模型”中添加。</translation>
    </message>
    <message>
        <source>Studio styles</source>
        <translation>画室风格</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Style strength</source>
        <translation>风格强度</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Taking over a picture</source>
        <translation>正在取用图片</translation>
    </message>
    <message>
        <source>Taking over {n} pictures</source>
        <translation>正在取用 {n} 张图片</translation>
    </message>
    <message>
        <source>Taking pictures out of the trash</source>
        <translation>正在从回收站还原图片</translation>
    </message>
    <message>
        <source>Tell of models that cannot be used</source>
        <translation>提示无法使用的模型</translation>
    </message>
    <message>
        <source>The file holds more than {n} styles.</source>
        <translation>文件中的风格超过 {n} 个。</translation>
    </message>
    <message>
        <source>The first line names no column “prompt”.</source>
        <translation>第一行中没有名为“prompt”的列。</translation>
    </message>
    <message>
        <source>The index of the project is damaged and made anew: {error}.</source>
        <translation>项目的索引已损坏，正在重建：{error}。</translation>
    </message>
    <message>
        <source>The index of the project is in use; try again.</source>
        <translation>项目的索引正被使用，请重试。</translation>
    </message>
    <message>
        <source>The log tells</source>
        <translation>日志内容</translation>
    </message>
    <message>
        <source>The model computed numbers that are not finite (NaN), {count} of {total}, so there is no picture. Lower the guidance, or choose another scheduler or size.</source>
        <translation>模型算出了非有限的数（NaN），{total} 个中有 {count} 个，所以没有图片。请降低引导强度，或换一种采样器或尺寸。</translation>
    </message>
    <message>
        <source>The model {model} ({hash}) is not on this machine; {ours} stays chosen.</source>
        <translation>这台电脑上没有模型 {model}（{hash}）；仍使用 {ours}。</translation>
    </message>
    <message>
        <source>The model {name} is another one now: the picture was made with SHA-256 {hash}, and the one that is here has {now}.</source>
        <translation>模型 {name} 已经不是原来的那个：图片由 SHA-256 {hash} 绘制，这里的是 {now}。</translation>
    </message>
    <message>
        <source>The model {name} with SHA-256 {hash} is not on this machine.</source>
        <translation>SHA-256 为 {hash} 的模型 {name} 不在这台机器上。</translation>
    </message>
    <message>
        <source>The next start shows the prompt and everything else as it was left.</source>
        <translation>下次启动时，提示词和其他设置保持原样。</translation>
    </message>
    <message>
        <source>The path from noise to picture. It changes details and how few steps suffice.</source>
        <translation>从噪声到图片的路径。它改变细节，也决定多少步就够了。</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>The picture cannot be verified. {why}</source>
        <translation>无法校验这张图片。{why}</translation>
    </message>
    <message>
        <source>The picture could not be stored in {path}: {reason}.</source>
        <translation>图片无法存入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The picture of seed {seed} was held back by the content filter and is not kept. Another seed or other words may do; the filter errs at times.</source>
        <translation>种子 {seed} 的图片被内容过滤器拦下，没有保留。换一个种子或换些词可能就行；过滤器有时会出错。</translation>
    </message>
    <message>
        <source>The picture {path} cannot be read: it is damaged, or not a PNG, JPEG or WebP.</source>
        <translation>无法读取图片 {path}：它已损坏，或不是 PNG、JPEG 或 WebP。</translation>
    </message>
    <message>
        <source>The picture {path} has {width} x {height} pixels, and at most {most} are opened.</source>
        <translation>图片 {path} 有 {width} x {height} 像素，最多只能打开 {most} 个像素。</translation>
    </message>
    <message>
        <source>The picture&apos;s parameters are damaged.</source>
        <translation>图片的参数已损坏。</translation>
    </message>
    <message>
        <source>The picture&apos;s parameters are nested too deeply.</source>
        <translation>图片的参数嵌套太深。</translation>
    </message>
    <message>
        <source>The pictures large, to sort them</source>
        <translation>大图浏览，整理图片</translation>
    </message>
    <message>
        <source>The queue cannot be kept in {path}: {reason}. It works, but ends with the window.</source>
        <translation>队列无法保存到 {path}：{reason}。它仍可使用，但关闭窗口后不保留。</translation>
    </message>
    <message>
        <source>The queue cannot be read: {reason}.</source>
        <translation>无法读取队列：{reason}。</translation>
    </message>
    <message>
        <source>The queue is paused until there is room for its pictures.</source>
        <translation>队列已暂停，直到有空间存放图片。</translation>
    </message>
    <message>
        <source>The queue is paused: this waits in it. Jobs in it: {n}.</source>
        <translation>队列已暂停：任务在其中等待。共 {n} 个任务。</translation>
    </message>
    <message>
        <source>The queue of last time is paused; jobs in it: {n}.</source>
        <translation>上次的队列已暂停，其中有 {n} 个任务。</translation>
    </message>
    <message>
        <source>The refiner {name} is not there: choose another one.</source>
        <translation>refiner {name} 不在这里：请另选一个。</translation>
    </message>
    <message>
        <source>The report on {n} pictures is in {page}, and as data in {data}.</source>
        <translation>{n} 张图片的报告在 {page}，数据在 {data}。</translation>
    </message>
    <message>
        <source>The safety checker in {path} cannot be used: {reason}</source>
        <translation>{path} 中的安全检查器无法使用：{reason}</translation>
    </message>
    <message>
        <source>The same picture, a little towards that of another seed</source>
        <translation>同一张图片，稍微靠近另一个种子的图片</translation>
    </message>
    <message>
        <source>The shade of the canvas beside the picture; it changes how colors seem.</source>
        <translation>图片旁边画布的明暗；它会影响颜色的观感。</translation>
    </message>
    <message>
        <source>The starting picture is not in this project: choose it again.</source>
        <translation>起始图片不在这个项目中：请重新选择。</translation>
    </message>
    <message>
        <source>The starting picture {path} was changed: choose it again.</source>
        <translation>起始图片 {path} 已被改动：请重新选择。</translation>
    </message>
    <message>
        <source>The studio can do nothing with {name}.</source>
        <translation>画室无法处理 {name}。</translation>
    </message>
    <message>
        <source>The studio ended while it worked. Its queue is paused; jobs in it: {n}.</source>
        <translation>画室上次在工作时退出。队列已暂停，其中有 {n} 个任务。</translation>
    </message>
    <message>
        <source>The studio fetches nothing from a network. Save the picture first, and drop its file.</source>
        <translation>画室不从网络获取任何内容。请先保存图片，再拖入文件。</translation>
    </message>
    <message>
        <source>The studio&apos;s policy {path} cannot be read, so nothing is drawn until whoever looks after this machine has mended it: {reason}</source>
        <translation>无法读取工作室的策略 {path}，所以在这台机器的管理者修复之前不绘制任何图片：{reason}</translation>
    </message>
    <message>
        <source>The style has no name.</source>
        <translation>风格没有名称。</translation>
    </message>
    <message>
        <source>The styles cannot be read: line {line}: {reason}.</source>
        <translation>无法读取风格：第 {line} 行：{reason}。</translation>
    </message>
    <message>
        <source>The styles cannot be read: {reason}.</source>
        <translation>无法读取风格：{reason}。</translation>
    </message>
    <message>
        <source>The text is too long to be a prompt.</source>
        <translation>文字太长，不能用作提示词。</translation>
    </message>
    <message>
        <source>The words of the window, at once.</source>
        <translation>窗口的文字，立即生效。</translation>
    </message>
    <message>
        <source>The workflow in the picture has no sampler that the studio knows.</source>
        <translation>图片中的工作流没有画室认识的采样器。</translation>
    </message>
    <message>
        <source>The {role} with SHA-256 {hash} is not in the folder inputs of the project.</source>
        <translation>项目的 inputs 文件夹里没有 SHA-256 为 {hash} 的{role}。</translation>
    </message>
    <message>
        <source>There are more than {n} files in it.</source>
        <translation>其中的文件超过 {n} 个。</translation>
    </message>
    <message>
        <source>There are no pictures in {path}.</source>
        <translation>{path} 中没有图片。</translation>
    </message>
    <message>
        <source>There are no prompts in it.</source>
        <translation>其中没有提示词。</translation>
    </message>
    <message>
        <source>There are no styles of your own in {path}.</source>
        <translation>{path} 中没有您自己的风格。</translation>
    </message>
    <message>
        <source>There is no LoRA {name}. There is: {known}.</source>
        <translation>没有 LoRA {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>There is no LoRA {name}: put its file into the folder loras beside your models.</source>
        <translation>没有 LoRA {name}：请把文件放入模型旁边的 loras 文件夹。</translation>
    </message>
    <message>
        <source>There is no field “{name}”.</source>
        <translation>没有字段“{name}”。</translation>
    </message>
    <message>
        <source>There is no finished picture on the canvas to pin.</source>
        <translation>画布上没有可固定的成品图片。</translation>
    </message>
    <message>
        <source>There is no mask: paint one over what is to be drawn anew.</source>
        <translation>没有蒙版：请涂出要重新绘制的部分。</translation>
    </message>
    <message>
        <source>There is no model “{value}” on this machine.</source>
        <translation>这台电脑上没有模型“{value}”。</translation>
    </message>
    <message>
        <source>There is no picture before this one to compare it with.</source>
        <translation>前面没有可供对比的图片。</translation>
    </message>
    <message>
        <source>There is no picture on the canvas whose color could be copied.</source>
        <translation>画布上没有图片，无法复制颜色。</translation>
    </message>
    <message>
        <source>There is no picture to draw beyond: choose one to start from.</source>
        <translation>没有可以向外绘制的图片：请选择起始图片。</translation>
    </message>
    <message>
        <source>There is no picture to draw into: choose one to start from.</source>
        <translation>没有可以在其中绘制的图片：请选择起始图片。</translation>
    </message>
    <message>
        <source>There is no run {name}: give the folder of a run, or its name in {project}.</source>
        <translation>没有名为 {name} 的记录：请给出它的文件夹，或它在 {project} 中的名称。</translation>
    </message>
    <message>
        <source>There is no style “{value}”.</source>
        <translation>没有风格“{value}”。</translation>
    </message>
    <message>
        <source>There is nothing new: the gallery shows what lies in the project.</source>
        <translation>没有新内容：图库已显示项目中的全部图片。</translation>
    </message>
    <message>
        <source>There is nothing to compare with yet.</source>
        <translation>还没有可对比的图片。</translation>
    </message>
    <message>
        <source>These are more than {n} pictures.</source>
        <translation>图片超过 {n} 张。</translation>
    </message>
    <message>
        <source>These are more than {n} prompts.</source>
        <translation>提示词超过 {n} 条。</translation>
    </message>
    <message>
        <source>These are more than {n} values.</source>
        <translation>值超过 {n} 个。</translation>
    </message>
    <message>
        <source>These styles are here already.</source>
        <translation>这些风格已经有了。</translation>
    </message>
    <message>
        <source>This copy cannot compile for the graphics card, because Triton is not installed: the picture was drawn without.</source>
        <translation>这份程序无法为显卡编译，因为没有安装 Triton：图片未经编译绘制。</translation>
    </message>
    <message>
        <source>This is Z-Image and not its Turbo: it wants a guidance of 4 to 6, and 28 steps or more.</source>
        <translation>这是 Z-Image，而不是它的 Turbo 版：引导强度宜为 4 到 6，步数 28 或更多。</translation>
    </message>
    <message>
        <source>This model draws no tiles. Set the tile of the second pass to 0.</source>
        <translation>这个模型不分块绘制。请把第二遍的“分块”设为 0。</translation>
    </message>
    <message>
        <source>This model reads plain sentences: weights, AND and BREAK have no effect.</source>
        <translation>这个模型读的是普通句子：权重、AND 和 BREAK 不起作用。</translation>
    </message>
    <message>
        <source>This picture did not start from another one.</source>
        <translation>这张图片没有起始图片。</translation>
    </message>
    <message>
        <source>This scheduler makes at most {most} steps. Choose fewer, or another scheduler.</source>
        <translation>这个采样器最多 {most} 步。请减少步数，或换一种采样器。</translation>
    </message>
    <message>
        <source>This text can become the prompt: {text}</source>
        <translation>这段文字可以用作提示词：{text}</translation>
    </message>
    <message>
        <source>This text says how to make a picture ({program}).</source>
        <translation>这段文字说明了怎样生成图片（{program}）。</translation>
    </message>
    <message>
        <source>This version of the studio does not know how to do it.</source>
        <translation>这个版本的画室不会做这件事。</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>分块</translation>
    </message>
    <message>
        <source>Tiles of {tile} px are too small: {least} px is the least.</source>
        <translation>{tile} 像素的块太小：至少 {least} 像素。</translation>
    </message>
    <message>
        <source>Tiles of {tile} px cannot overlap by {overlap} px: half a tile is the most.</source>
        <translation>{tile} 像素的块不能重叠 {overlap} 像素：最多一半。</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <source>To fit into memory, parts of the model left it when they were done; the next picture begins later.</source>
        <translation>为了放进内存，模型用完的部分离开了内存；下一张图片会开始得晚一些。</translation>
    </message>
    <message>
        <source>To fit into memory, prompt and negative prompt were followed one after the other; every step took longer.</source>
        <translation>为了放进内存，提示词和反向提示词一先一后地计算；每一步都更慢。</translation>
    </message>
    <message>
        <source>To fit into memory, the denoiser&apos;s weights were kept in 8 bits; details differ from the exact picture.</source>
        <translation>为了放进内存，去噪网络的权重以 8 位保存；细节与精确的图片不同。</translation>
    </message>
    <message>
        <source>To fit into memory, the picture was decoded in tiles; it differs a little from one that was decoded whole.</source>
        <translation>为了放进内存，图片分块解码；与整张解码的图片略有不同。</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Too many windows of the studio are open; this queue is not kept.</source>
        <translation>打开的画室窗口太多；这个队列不会保存。</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Tuned</source>
        <translation>调优</translation>
    </message>
    <message>
        <source>Tuned and compiled</source>
        <translation>调优并编译</translation>
    </message>
    <message>
        <source>Two axes vary the same: choose another one.</source>
        <translation>两个轴的变化项相同：请换一个。</translation>
    </message>
    <message>
        <source>Use of AI in {project}</source>
        <translation>{project} 的 AI 使用情况</translation>
    </message>
    <message>
        <source>Variation of the seed</source>
        <translation>种子的变体</translation>
    </message>
    <message>
        <source>Verify {run}</source>
        <translation>校验 {run}</translation>
    </message>
    <message>
        <source>WebP image</source>
        <translation>WebP 图像</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>日常事件</translation>
    </message>
    <message>
        <source>What happens to running work when the window is closed.</source>
        <translation>关闭窗口时怎样处理正在运行的任务。</translation>
    </message>
    <message>
        <source>What it was</source>
        <translation>它是什么</translation>
    </message>
    <message>
        <source>What lies under the mask when drawing begins: keep it to change it, else replace</source>
        <translation>开始绘制时蒙版下面是什么：保留图片来修改它，否则就替换</translation>
    </message>
    <message>
        <source>What the models run on. The processor is far slower than a graphics card, but always there. The model is loaded again before the next picture.</source>
        <translation>模型在什么上运行。处理器比显卡慢得多，但总是有的。下一张图片之前会重新加载模型。</translation>
    </message>
    <message>
        <source>What there is to draw with</source>
        <translation>可用来绘制的模型</translation>
    </message>
    <message>
        <source>Where the words act: {prompt}</source>
        <translation>词在哪里起作用：{prompt}</translation>
    </message>
    <message>
        <source>Which layer of the text encoder is read, from the end. Some illustration models were trained with 2; with the others it blurs the meaning of the words.</source>
        <translation>读取文本编码器的倒数第几层。有些插画模型是用 2 训练的；对其他模型，它会模糊词语的含义。</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Wildcard lists</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Words of the prompt</source>
        <translation>提示词中的词</translation>
    </message>
    <message>
        <source>Words that are not drawn</source>
        <translation>不绘制的词</translation>
    </message>
    <message>
        <source>Work and closing</source>
        <translation>任务与关闭</translation>
    </message>
    <message>
        <source>Write it down after</source>
        <translation>停笔后保存</translation>
    </message>
    <message>
        <source>Write the values, with commas between them.</source>
        <translation>请写出各个值，用逗号分隔。</translation>
    </message>
    <message>
        <source>Write what you want to see first.</source>
        <translation>请先写下您想看到的画面。</translation>
    </message>
    <message>
        <source>Write words of the prompt, then what takes their place.</source>
        <translation>请先写提示词中的词，再写替换它们的内容。</translation>
    </message>
    <message>
        <source>Write, generate, look</source>
        <translation>书写、生成、查看</translation>
    </message>
    <message>
        <source>Writing the report on the use of AI</source>
        <translation>正在写 AI 使用报告</translation>
    </message>
    <message>
        <source>Written on {day} by Studio {version}. It holds no prompt.</source>
        <translation>由 Studio {version} 于 {day} 写成。其中没有提示词。</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>a fault in the model libraries or in a driver ({code})</source>
        <translation>模型库或驱动程序出错（{code}）</translation>
    </message>
    <message>
        <source>a file that it was reading was cut off or replaced, or its drive is gone ({code})</source>
        <translation>正在读取的文件被截断或替换，或者它的驱动器不见了（{code}）</translation>
    </message>
    <message>
        <source>a mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>a refiner</source>
        <translation>refiner</translation>
    </message>
    <message>
        <source>a second pass at high resolution</source>
        <translation>高分辨率的第二遍</translation>
    </message>
    <message>
        <source>a variation</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>allowed under conditions</source>
        <translation>有条件地允许</translation>
    </message>
    <message>
        <source>another VAE</source>
        <translation>另一个 VAE</translation>
    </message>
    <message>
        <source>everything at once</source>
        <translation>一次全部放入</translation>
    </message>
    <message>
        <source>has the wrong type</source>
        <translation>类型不对</translation>
    </message>
    <message>
        <source>it cannot be read ({error})</source>
        <translation>无法读取（{error}）</translation>
    </message>
    <message>
        <source>it ended with {code}</source>
        <translation>它以 {code} 结束</translation>
    </message>
    <message>
        <source>it has no list &quot;styles&quot;</source>
        <translation>其中没有 &quot;styles&quot; 列表</translation>
    </message>
    <message>
        <source>it is a link that leads elsewhere.</source>
        <translation>它是指向别处的链接。</translation>
    </message>
    <message>
        <source>it is larger than {limit} bytes</source>
        <translation>它超过 {limit} 字节</translation>
    </message>
    <message>
        <source>it is not a UTF-8 text file of the expected form</source>
        <translation>它不是预期格式的 UTF-8 文本文件</translation>
    </message>
    <message>
        <source>it was written by a newer version (schema {n})</source>
        <translation>它由更新的版本写成（格式 {n}）</translation>
    </message>
    <message>
        <source>its files are not on this machine</source>
        <translation>它的文件不在这台机器上</translation>
    </message>
    <message>
        <source>line {line} is not JSON</source>
        <translation>第 {line} 行不是 JSON</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>must be a day like 2026-08-24</source>
        <translation>必须是 2026-08-24 这样的日期</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>必须是列表</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>必须是数字</translation>
    </message>
    <message>
        <source>must be a table</source>
        <translation>必须是键值表</translation>
    </message>
    <message>
        <source>must be a time like 2026-08-24T10:15:30Z</source>
        <translation>必须是 2026-08-24T10:15:30Z 这样的时间</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>必须是整数</translation>
    </message>
    <message>
        <source>must be empty</source>
        <translation>必须为空</translation>
    </message>
    <message>
        <source>must be text</source>
        <translation>必须是文字</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>必须是 true 或 false</translation>
    </message>
    <message>
        <source>new margins</source>
        <translation>新的边距</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>nobody knows why</source>
        <translation>原因不明</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>不允许</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>parts of the model leave memory when they are done</source>
        <translation>模型用完的部分离开内存</translation>
    </message>
    <message>
        <source>prompt and negative prompt are followed one after the other</source>
        <translation>提示词和反向提示词一先一后地计算</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>reference picture</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>reference pictures</source>
        <translation>参考图片</translation>
    </message>
    <message>
        <source>savings</source>
        <translation>省略项</translation>
    </message>
    <message>
        <source>seamless edges</source>
        <translation>无缝边缘</translation>
    </message>
    <message>
        <source>starting picture</source>
        <translation>起始图片</translation>
    </message>
    <message>
        <source>style {number} has no key</source>
        <translation>第 {number} 个风格没有 key</translation>
    </message>
    <message>
        <source>style {number} is not an object</source>
        <translation>第 {number} 个风格不是对象</translation>
    </message>
    <message>
        <source>the denoiser&apos;s weights are kept in 8 bits</source>
        <translation>去噪网络的权重以 8 位保存</translation>
    </message>
    <message>
        <source>the file name {name} is not allowed.</source>
        <translation>不允许使用文件名 {name}。</translation>
    </message>
    <message>
        <source>the files do not say</source>
        <translation>文件没有说明</translation>
    </message>
    <message>
        <source>the picture is decoded in tiles</source>
        <translation>图片分块解码</translation>
    </message>
    <message>
        <source>the system ended it, usually because memory ran out ({code})</source>
        <translation>系统将它结束，通常是因为内存不足（{code}）</translation>
    </message>
    <message>
        <source>the text holds half a character</source>
        <translation>文字中有半个字符</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{extent} is not a possible size: width and height must be multiples of {multiple}, from {low} to {high}.</source>
        <translation>{extent} 不是可用的尺寸：宽和高必须是 {multiple} 的倍数，在 {low} 到 {high} 之间。</translation>
    </message>
    <message>
        <source>{first} Nothing can be done with {n} others either.</source>
        <translation>{first}另有 {n} 项也无法处理。</translation>
    </message>
    <message>
        <source>{key} does not name a starting picture.</source>
        <translation>{key} 不是起始图片的名称。</translation>
    </message>
    <message>
        <source>{lora} draws in few steps: its scheduler {scheduler} is used.</source>
        <translation>{lora} 只需很少的步数：使用它的采样器 {scheduler}。</translation>
    </message>
    <message>
        <source>{lora} was made for guidance {wanted}; this picture was drawn with {guidance}.</source>
        <translation>{lora} 适合引导强度 {wanted}；这张图片用的是 {guidance}。</translation>
    </message>
    <message>
        <source>{lora} was made for {wanted} steps; this picture was drawn with {steps}.</source>
        <translation>{lora} 适合 {wanted} 步；这张图片用了 {steps} 步。</translation>
    </message>
    <message>
        <source>{model} comes without its VAE. Put that of Z-Image or Flux.1 (ae.safetensors) into {folder}.</source>
        <translation>{model} 没有自带 VAE。请把 Z-Image 或 Flux.1 的（ae.safetensors）放到 {folder}。</translation>
    </message>
    <message>
        <source>{model} comes without its text encoder. Put that of Z-Image (Qwen3-4B as one safetensors or GGUF file) into {folder}.</source>
        <translation>{model} 没有自带文本编码器。请把 Z-Image 的（Qwen3-4B，单个 safetensors 或 GGUF 文件）放到 {folder}。</translation>
    </message>
    <message>
        <source>{model} comes without the tokenizer of its text encoder. Put {file} of Z-Image (its folder tokenizer) or of Qwen3 into {folder}.</source>
        <translation>{model} 没有自带文本编码器的分词器。请把 Z-Image（它的 tokenizer 文件夹）或 Qwen3 的 {file} 放到 {folder}。</translation>
    </message>
    <message>
        <source>{model} comes without the vocabulary of its text encoder. Put {files} of any Stable Diffusion model in diffusers format (its folder tokenizer) into {folder}.</source>
        <translation>{model} 没有附带文本编码器的词汇表。请把任意 diffusers 格式的 Stable Diffusion 模型（其 tokenizer 文件夹）中的 {files} 放入 {folder}。</translation>
    </message>
    <message>
        <source>{model} has no {name}.</source>
        <translation>{model} 没有 {name}。</translation>
    </message>
    <message>
        <source>{model} knows nothing of {part}: take it out of the request.</source>
        <translation>{model} 不认识{part}：请从生成设置中去掉它。</translation>
    </message>
    <message>
        <source>{model} knows nothing of “{part}”: take it out of the request.</source>
        <translation>{model} 不认识“{part}”：请从生成设置中去掉它。</translation>
    </message>
    <message>
        <source>{model} mixes words and picture in one: where a word acts cannot be told apart.</source>
        <translation>{model} 把词和画面混在一起：无法区分一个词在哪里起作用。</translation>
    </message>
    <message>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>{name} cannot be used. {problem}</source>
        <translation>{name} 无法使用。{problem}</translation>
    </message>
    <message>
        <source>{name} cannot be {value!r}: {rule}.</source>
        <translation>{name} 不能是 {value!r}：{rule}。</translation>
    </message>
    <message>
        <source>{name} cannot refine: it is of another build than {model}.</source>
        <translation>{name} 不能接着完成：它的构造与 {model} 不同。</translation>
    </message>
    <message>
        <source>{name} does not say what made it.</source>
        <translation>{name} 没有说明它是怎样生成的。</translation>
    </message>
    <message>
        <source>{name} ends in none of the formats that can be written: {known}.</source>
        <translation>{name} 的后缀不是可以写出的格式：{known}。</translation>
    </message>
    <message>
        <source>{name} gives other colors than the model&apos;s own VAE. It may be for another model.</source>
        <translation>{name} 给出的颜色与模型自带的 VAE 不同。它可能属于另一种模型。</translation>
    </message>
    <message>
        <source>{name} is a link that leads elsewhere.</source>
        <translation>{name} 是指向别处的链接。</translation>
    </message>
    <message>
        <source>{name} is an archive. Unpack it and drop the folder.</source>
        <translation>{name} 是压缩包。请解压后拖入文件夹。</translation>
    </message>
    <message>
        <source>{name} is fine, but what it says of itself is not. {problem}</source>
        <translation>{name} 本身没问题，但自带的信息有问题。{problem}</translation>
    </message>
    <message>
        <source>{name} is made to finish pictures. Let it start from one, or choose it as the refiner of another model.</source>
        <translation>{name} 是用来完成图片的。请让它从一张图片开始，或把它选作另一个模型的 refiner。</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>缺少 {name}</translation>
    </message>
    <message>
        <source>{name} is missing.</source>
        <translation>缺少 {name}。</translation>
    </message>
    <message>
        <source>{name} is no whole picture.</source>
        <translation>{name} 不是完整的图片。</translation>
    </message>
    <message>
        <source>{name} is not a number.</source>
        <translation>{name} 不是数字。</translation>
    </message>
    <message>
        <source>{name} is of no use alone.</source>
        <translation>{name} 单独没有用处。</translation>
    </message>
    <message>
        <source>{name} is unknown</source>
        <translation>未知的 {name}</translation>
    </message>
    <message>
        <source>{name} needs {size} MB of room in {folder}, which has {free} MB.</source>
        <translation>{name} 需要 {folder} 中有 {size} MB 空间，而那里只有 {free} MB。</translation>
    </message>
    <message>
        <source>{name} says what made it ({program}).</source>
        <translation>{name} 带有生成信息（{program}）。</translation>
    </message>
    <message>
        <source>{name} says what made it ({program}). Its model {model} is not here.</source>
        <translation>{name} 带有生成信息（{program}）。它的模型 {model} 不在这里。</translation>
    </message>
    <message>
        <source>{name} was {before}, and is {now} now.</source>
        <translation>{name} 当时是 {before}，现在是 {now}。</translation>
    </message>
    <message>
        <source>{name}: {problem}</source>
        <translation>{name}：{problem}</translation>
    </message>
    <message>
        <source>{n} jobs were taken out of the queue.</source>
        <translation>已从队列中移出 {n} 个任务。</translation>
    </message>
    <message>
        <source>{n} model files cannot be used. {first}</source>
        <translation>有 {n} 个模型文件无法使用。{first}</translation>
    </message>
    <message>
        <source>{n} of these pictures are in the project already and are not made again.</source>
        <translation>其中 {n} 张图片已在项目中，不会重新生成。</translation>
    </message>
    <message>
        <source>{n} of {total} pictures are not the same.</source>
        <translation>{total} 张图片中有 {n} 张不相同。</translation>
    </message>
    <message>
        <source>{n} of {total} pictures were imported. {problem}</source>
        <translation>{total} 张图片中已导入 {n} 张。{problem}</translation>
    </message>
    <message>
        <source>{n} pictures are only in memory, and are lost when the window closes.</source>
        <translation>有 {n} 张图片只在内存中，关闭窗口就会丢失。</translation>
    </message>
    <message>
        <source>{n} pictures saved in {path}</source>
        <translation>已将 {n} 张图片保存到 {path}</translation>
    </message>
    <message>
        <source>{n} pictures saved in {path}; {bad} could not be read. {first}</source>
        <translation>已将 {n} 张图片保存到 {path}；{bad} 张无法读取。{first}</translation>
    </message>
    <message>
        <source>{n} pictures were stored before.</source>
        <translation>此前已保存 {n} 张图片。</translation>
    </message>
    <message>
        <source>{n} pictures. The first is on the canvas.</source>
        <translation>共 {n} 张图片，第一张已显示在画布上。</translation>
    </message>
    <message>
        <source>{n} pictures: {prompt}</source>
        <translation>{n} 张图片：{prompt}</translation>
    </message>
    <message>
        <source>{n} runs of this project cannot be read, and are left as they are. {first}</source>
        <translation>这个项目中有 {n} 次生成无法读取，已原样保留。{first}</translation>
    </message>
    <message>
        <source>{path} asks for a tokenizer that is not known: {kind}.</source>
        <translation>{path} 要求使用未知的分词器：{kind}。</translation>
    </message>
    <message>
        <source>{path} asks for code of its own ({name}: {value}), which is never run.</source>
        <translation>{path} 要求运行自带的代码（{name}：{value}），这里从不运行这种代码。</translation>
    </message>
    <message>
        <source>{path} asks for {name}, which is no part of any weights. It is never run.</source>
        <translation>{path} 要求 {name}，那不是任何权重的一部分。它不会被运行。</translation>
    </message>
    <message>
        <source>{path} cannot be converted: it is damaged, or takes more memory than it may.</source>
        <translation>{path} 无法转换：它已损坏，或占用的内存超过了限度。</translation>
    </message>
    <message>
        <source>{path} cannot be converted: {name} is of a kind that is not known ({kind}).</source>
        <translation>{path} 无法转换：{name} 是未知的类型（{kind}）。</translation>
    </message>
    <message>
        <source>{path} cannot be converted: {reason}</source>
        <translation>{path} 无法转换：{reason}</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be shown: {problem} It was left as it is.</source>
        <translation>无法显示 {path}：{problem} 已原样保留。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} changes pictures by instruction (InstructPix2Pix), which cannot be done here.</source>
        <translation>{path} 按指令修改图片（InstructPix2Pix），这里做不到。</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}.</source>
        <translation>无法保存 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}. What it held before is still there.</source>
        <translation>无法保存 {path}：{reason}。原来的内容仍在。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} describes a model of {wanted} numbers, but its files hold {stored}. It is damaged or not complete.</source>
        <translation>{path} 描述的模型有 {wanted} 个数，而它的文件里有 {stored} 个。它已损坏或不完整。</translation>
    </message>
    <message>
        <source>{path} draws after a depth map (depth to image), which cannot be done here.</source>
        <translation>{path} 按深度图绘制（depth to image），这里做不到。</translation>
    </message>
    <message>
        <source>{path} enlarges pictures (a Stable Diffusion upscaler), which cannot be done here.</source>
        <translation>{path} 用来放大图片（Stable Diffusion 放大模型），这里做不到。</translation>
    </message>
    <message>
        <source>{path} has a header of {length} bytes, more than any real model.</source>
        <translation>{path} 的文件头有 {length} 字节，超过任何真实的模型。</translation>
    </message>
    <message>
        <source>{path} holds no weights.</source>
        <translation>{path} 里没有权重。</translation>
    </message>
    <message>
        <source>{path} holds other files. Choose an empty folder for the project.</source>
        <translation>{path} 中有其他文件。请为项目选择一个空文件夹。</translation>
    </message>
    <message>
        <source>{path} is a file, not a project folder.</source>
        <translation>{path} 是文件，不是项目文件夹。</translation>
    </message>
    <message>
        <source>{path} is a link that leads elsewhere.</source>
        <translation>{path} 是指向别处的链接。</translation>
    </message>
    <message>
        <source>{path} is a link; remove it.</source>
        <translation>{path} 是链接，请移除。</translation>
    </message>
    <message>
        <source>{path} is a web page, not a model. Download the file itself.</source>
        <translation>{path} 是网页，不是模型。请下载文件本身。</translation>
    </message>
    <message>
        <source>{path} is cut off: its end is missing. Copy or download it again.</source>
        <translation>{path} 不完整：缺少末尾。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged or not ours, and was left as it is ({problem}) To keep its pictures, move that file away and make a new project in this folder.</source>
        <translation>{path} 已损坏或不属于画室，已原样保留（{problem}）要保留其中的图片，请移走该文件，并在这个文件夹中新建项目。</translation>
    </message>
    <message>
        <source>{path} is damaged, so the defaults are used. It is kept as {aside} ({problem})</source>
        <translation>{path} 已损坏，因此使用默认值。原文件保留为 {aside}（{problem}）</translation>
    </message>
    <message>
        <source>{path} is damaged: it asks for {wanted} bytes and holds {size}.</source>
        <translation>{path} 已损坏：它要求 {wanted} 字节，而只有 {size}。</translation>
    </message>
    <message>
        <source>{path} is damaged: it should be a small JSON file.</source>
        <translation>{path} 已损坏：它应是一个小的 JSON 文件。</translation>
    </message>
    <message>
        <source>{path} is damaged: it should hold a JSON object.</source>
        <translation>{path} 已损坏：它应包含一个 JSON 对象。</translation>
    </message>
    <message>
        <source>{path} is damaged: its layer {name} is not complete.</source>
        <translation>{path} 已损坏：层 {name} 不完整。</translation>
    </message>
    <message>
        <source>{path} is damaged: its list of files is wrong.</source>
        <translation>{path} 已损坏：文件列表有误。</translation>
    </message>
    <message>
        <source>{path} is damaged: its table of contents is wrong. Copy or download it again.</source>
        <translation>{path} 已损坏：目录有误。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged: {name} cannot be {value}.</source>
        <translation>{path} 已损坏：{name} 不能是 {value}。</translation>
    </message>
    <message>
        <source>{path} is damaged: {name} holds numbers that are not finite.</source>
        <translation>{path} 已损坏：{name} 中有非有限的数值。</translation>
    </message>
    <message>
        <source>{path} is empty. Copy or download it again.</source>
        <translation>{path} 是空的。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is incomplete or of an unknown build: {reason}</source>
        <translation>{path} 不完整，或结构未知：{reason}</translation>
    </message>
    <message>
        <source>{path} is missing. Put the file there.</source>
        <translation>缺少 {path}。请把文件放到那里。</translation>
    </message>
    <message>
        <source>{path} is not a GGUF file.</source>
        <translation>{path} 不是 GGUF 文件。</translation>
    </message>
    <message>
        <source>{path} is not a VAE of a kind the studio knows, or it is not complete.</source>
        <translation>{path} 不是画室认识的 VAE，或不完整。</translation>
    </message>
    <message>
        <source>{path} is not a model of a kind the studio knows ({known}).</source>
        <translation>{path} 不是画室认识的模型（{known}）。</translation>
    </message>
    <message>
        <source>{path} is not a project: it holds no project.json.</source>
        <translation>{path} 不是项目：其中没有 project.json。</translation>
    </message>
    <message>
        <source>{path} is not a safetensors file.</source>
        <translation>{path} 不是 safetensors 文件。</translation>
    </message>
    <message>
        <source>{path} is not a small decoder (TAESD).</source>
        <translation>{path} 不是小型解码器（TAESD）。</translation>
    </message>
    <message>
        <source>{path} is not a small decoder that is known: {reason}</source>
        <translation>{path} 不是认识的小型解码器：{reason}</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} 已不存在。</translation>
    </message>
    <message>
        <source>{path} is not there.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>{path} is of a kind of LoRA that cannot be loaded yet ({key}).</source>
        <translation>{path} 属于尚不能加载的 LoRA 类型（{key}）。</translation>
    </message>
    <message>
        <source>{path} is of a newer version of the studio; it is neither used nor changed.</source>
        <translation>{path} 属于更新版本的画室；既不使用，也不改动。</translation>
    </message>
    <message>
        <source>{path} is only a Git LFS pointer. Run `git lfs pull` where it came from.</source>
        <translation>{path} 只是 Git LFS 指针。请在来源处运行 `git lfs pull`。</translation>
    </message>
    <message>
        <source>{path} is open for reading only.</source>
        <translation>{path} 以只读方式打开。</translation>
    </message>
    <message>
        <source>{path} is open in another window or program ({holder}). Close it there first.</source>
        <translation>{path} 已在另一个窗口或程序中打开（{holder}）。请先在那里关闭。</translation>
    </message>
    <message>
        <source>{path} is safe as it is: there is nothing to convert.</source>
        <translation>{path} 本来就是安全的：没有什么要转换。</translation>
    </message>
    <message>
        <source>{path} is there already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <source>{path} is there already. Move it away first.</source>
        <translation>{path} 已经存在。请先把它移开。</translation>
    </message>
    <message>
        <source>{path} is too large to be read.</source>
        <translation>{path} 太大，无法读取。</translation>
    </message>
    <message>
        <source>{path} lists {count} tensors, more than any real model.</source>
        <translation>{path} 列出了 {count} 个张量，超过任何真实的模型。</translation>
    </message>
    <message>
        <source>{path} may be open elsewhere ({holder}), which cannot be checked from here. Take it over only if you know that nothing else has it open.</source>
        <translation>{path} 可能已在别处打开（{holder}），从这里无法确认。只有确定没有其他程序打开它时，才接管它。</translation>
    </message>
    <message>
        <source>{path} stores {name} in a number format that is not known: {kind}.</source>
        <translation>{path} 中的 {name} 使用未知的数值格式：{kind}。</translation>
    </message>
    <message>
        <source>{path} wants inputs that are not known here.</source>
        <translation>{path} 需要这里不认识的输入。</translation>
    </message>
    <message>
        <source>{path} was changed since it was drawn, so there is nothing to compare.</source>
        <translation>{path} 在绘制之后被改动过，所以没有可以比较的。</translation>
    </message>
    <message>
        <source>{path} was given up: it takes more memory or time than a model of its size does.</source>
        <translation>放弃了 {path}：它占用的内存或时间超过了同样大小的模型。</translation>
    </message>
    <message>
        <source>{path} was made for another base model: its layer {layer} does not fit this one.</source>
        <translation>{path} 是为另一种基础模型制作的：层 {layer} 与当前模型不符。</translation>
    </message>
    <message>
        <source>{path} was made for another base model: its vectors are {found}, this one&apos;s are {width} wide.</source>
        <translation>{path} 是为另一种基础模型制作的：它的向量宽度为 {found}，当前模型为 {width}。</translation>
    </message>
    <message>
        <source>{path} was trained with another noise (EDM, by its tensor {mark}), as Playground 2.5 and CosXL are, which cannot be drawn here.</source>
        <translation>{path} 是用另一种噪声训练的（EDM，由张量 {mark} 得知），例如 Playground 2.5 和 CosXL，这里无法绘制。</translation>
    </message>
    <message>
        <source>{pickle} was converted; the safe file is {path}.</source>
        <translation>{pickle} 已转换；安全的文件是 {path}。</translation>
    </message>
    <message>
        <source>{problem} That happened {n} times, so the job was set aside.</source>
        <translation>{problem}这已经发生了 {n} 次，所以任务被放到一边。</translation>
    </message>
    <message>
        <source>{refiner} cannot go on with what {model} began: they see pictures differently.</source>
        <translation>{refiner} 不能继续 {model} 开始的图片：它们看图片的方式不同。</translation>
    </message>
    <message>
        <source>{rule}, not {value}</source>
        <translation>{rule}，而不是 {value}</translation>
    </message>
    <message>
        <source>{run} was not drawn here as one picture, so it cannot be drawn again.</source>
        <translation>{run} 不是在这里作为一张图片绘制的，所以无法重新绘制。</translation>
    </message>
    <message>
        <source>{scale} times {extent} is too large: no side can be longer than {most} px.</source>
        <translation>{extent} 的 {scale} 倍太大：任何一边都不能超过 {most} 像素。</translation>
    </message>
    <message>
        <source>{side} is no side of a picture: take {low} to {high}, in steps of {step}.</source>
        <translation>{side} 不能作为图片的边长：请用 {low} 到 {high} 之间、以 {step} 为步长的数。</translation>
    </message>
    <message>
        <source>{stage}, slowly: {file} lies on a slow drive or behind a network</source>
        <translation>{stage}（较慢）：{file} 在慢速驱动器上或网络后面</translation>
    </message>
    <message>
        <source>{stage}: {step} of {total}</source>
        <translation>{stage}：第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>{step} of {total}</source>
        <translation>第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>{style}: measured</source>
        <translation>{style}：已测量</translation>
    </message>
    <message>
        <source>{title}: there can be at most {n} folders.</source>
        <translation>{title}：文件夹最多 {n} 个。</translation>
    </message>
    <message>
        <source>{title}: “{folder}” is not a folder.</source>
        <translation>{title}：“{folder}”不是文件夹。</translation>
    </message>
    <message>
        <source>{value} is out of bounds: from {low} to {high}.</source>
        <translation>{value} 超出范围：应在 {low} 到 {high} 之间。</translation>
    </message>
    <message>
        <source>{value} is unknown</source>
        <translation>未知的 {value}</translation>
    </message>
    <message>
        <source>{where}: {problem}</source>
        <translation>{where}：{problem}</translation>
    </message>
    <message>
        <source>“{job}”: {problem}</source>
        <translation>“{job}”：{problem}</translation>
    </message>
    <message>
        <source>“{job}”: {problem} It is started again, and the job is tried once more.</source>
        <translation>“{job}”：{problem}它会重新启动，任务再试一次。</translation>
    </message>
    <message>
        <source>“{job}”: {problem} The job was set aside, and the queue goes on.</source>
        <translation>“{job}”：{problem}任务已放到一边，队列继续。</translation>
    </message>
    <message>
        <source>“{name}” is no longer a favorite.</source>
        <translation>“{name}”已取消收藏。</translation>
    </message>
    <message>
        <source>“{spec}” is no length: write {example}.</source>
        <translation>“{spec}”不是长度：请写 {example}。</translation>
    </message>
    <message>
        <source>“{value}” does not stand in the prompt.</source>
        <translation>提示词中没有“{value}”。</translation>
    </message>
    <message>
        <source>“{value}” is neither on nor off.</source>
        <translation>“{value}”既不是 on，也不是 off。</translation>
    </message>
    <message>
        <source>“{value}” is no number.</source>
        <translation>“{value}”不是数字。</translation>
    </message>
    <message>
        <source>“{value}” is no size: write 512x768.</source>
        <translation>“{value}”不是尺寸：请写成 512x768。</translation>
    </message>
    <message>
        <source>“{value}” is no whole number.</source>
        <translation>“{value}”不是整数。</translation>
    </message>
    <message>
        <source>“{value}” is none of {names}.</source>
        <translation>“{value}”不在 {names} 之中。</translation>
    </message>
</context>
</TS>
